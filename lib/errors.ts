import type { RequiredScope } from "./authorization/can";
import type { ResourceKind, Scope } from "./authorization/scopes";

/** What can go wrong and is expected to. Everything else is a bug, thrown, logged at the boundary and answered with 500. */
export type AppError =
  /** The input was refused. `fields` maps a field's name to what is wrong with it. */
  | { code: "invalid_request"; fields: Record<string, string[]> }
  | { code: "unauthenticated" }
  | { code: "insufficient_scope"; granted: Scope[]; required: RequiredScope }
  /** Identical for what doesn't exist and what lies outside the principal's reach. */
  | { code: "not_found"; what: ResourceKind | "other"; name: string }
  /** `detail`: what a program may read of it. */
  | { code: "conflict"; message: string; field?: string; detail?: Readonly<Record<string, number>> }
  /** The workspace's own rules don't let the caller do this. */
  | { code: "refused_by_policy"; message: string }
  | { code: "plan_required"; kind: ResourceKind; plan: string }
  | { code: "throttled"; retryAfterSeconds: number };

export type Result<T> = { ok: true; value: T } | { ok: false; error: AppError };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function fail<T = never>(error: AppError): Result<T> {
  return { ok: false, error };
}

export function invalid<T = never>(field: string, message: string): Result<T> {
  return fail({ code: "invalid_request", fields: { [field]: [message] } });
}

/** Whether an unexpected error says that the database is away. Entrances answer 503 then: never a stale yes, never a 401. */
export { isConnectionError as isUnavailable } from "@/db/connection-errors";
