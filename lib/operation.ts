import type { z } from "zod";
import { can, entersWorkspace, type RequiredScope, reach, scopesOn, sees } from "./authorization/can";
import type { Caller, Owner, Principal, Resource } from "./authorization/principal";
import type { Scope } from "./authorization/scopes";
import { type AppError, fail, invalid, ok, type Result } from "./errors";

/** What `find` returns: at least the resource that the decision is about. */
type Found = { resource: Resource };
type Workspace = { resource: Resource & { kind: "workspace" } };

type Spec<Input extends z.ZodType, Target extends Found, Value> = {
  /** The published operation, or our own name for it where there is none. */
  name: string;
  scope: RequiredScope;
  input: Input;
  /** Looks the resource up. It need not ask who is calling: what the principal doesn't see is not found. */
  find: (input: z.output<Input>, caller: Caller) => Promise<Target | null>;
  /** Says what was not found, as the caller named it. */
  missing: (input: z.output<Input>) => Pick<AppError & { code: "not_found" }, "what" | "name">;
  run: (call: { caller: Caller; input: z.output<Input>; found: Target }) => Promise<Result<Value>>;
};

type ListSpec<Input extends z.ZodType, Target extends Workspace, Value> = Omit<
  Spec<Input, Target, Value>,
  "scope" | "run"
> & {
  scope: Scope;
  /** `within`: the parts of the workspace on which the principal holds the scope; empty only for people. */
  run: (call: {
    caller: Caller;
    input: z.output<Input>;
    found: Target;
    within: readonly Owner[];
  }) => Promise<Result<Value>>;
};

/** A domain function that can't be called without its scope being checked. */
export type Operation<Input, Value> = {
  (caller: Caller, input: Input): Promise<Result<Value>>;
  readonly operation: string;
  readonly scope: RequiredScope;
  /** Whether it is a list over a workspace, which shows the parts that the principal reaches. */
  readonly lists: boolean;
};

/** Parse the input, find the resource, decide, run. In this order, for every entrance. */
export function operation<Input extends z.ZodType, Target extends Found, Value>(
  spec: Spec<Input, Target, Value>,
): Operation<z.input<Input>, Value> {
  const call = async (caller: Caller, raw: z.input<Input>): Promise<Result<Value>> => {
    const parsed = parseInput(spec.input, raw);
    if (!parsed.ok) return parsed;
    const found = await spec.find(parsed.value, caller);
    if (!found || !sees(caller.principal, found.resource))
      return fail({ code: "not_found", ...spec.missing(parsed.value) });
    if (!can(caller.principal, spec.scope, found.resource)) {
      return fail(insufficientScope(caller.principal, spec.scope, found.resource));
    }
    return spec.run({ caller, input: parsed.value, found });
  };
  return Object.assign(call, { operation: spec.name, scope: spec.scope, lists: false });
}

/** A list over a workspace, of which the principal may reach parts alone: it shows those. For a person they may be none. */
export function listOperation<Input extends z.ZodType, Target extends Workspace, Value>(
  spec: ListSpec<Input, Target, Value>,
): Operation<z.input<Input>, Value> {
  const call = async (caller: Caller, raw: z.input<Input>): Promise<Result<Value>> => {
    const parsed = parseInput(spec.input, raw);
    if (!parsed.ok) return parsed;
    const found = await spec.find(parsed.value, caller);
    if (!found || !entersWorkspace(caller.principal, found.resource)) {
      return fail({ code: "not_found", ...spec.missing(parsed.value) });
    }
    const within = reach(caller.principal, spec.scope, found.resource);
    if (within.length === 0 && caller.principal.kind === "access_token") {
      return fail(insufficientScope(caller.principal, spec.scope, found.resource));
    }
    return spec.run({ caller, input: parsed.value, found, within });
  };
  return Object.assign(call, { operation: spec.name, scope: spec.scope, lists: true });
}

/** The input as the schema has it, with no NUL in it. */
export function parseInput<Input extends z.ZodType>(schema: Input, raw: unknown): Result<z.output<Input>> {
  const parsed = schema.safeParse(raw);
  if (!parsed.success) return fail(invalidRequest(parsed.error));
  const field = Object.entries(raw ?? {}).find(([, value]) => holdsNul(value))?.[0];
  return field === undefined ? ok(parsed.data) : invalid(field, "Leave the NUL character out.");
}

/** No text that PostgreSQL keeps, and no argument of git, can hold one. Bytes may. */
function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (Array.isArray(value)) return value.some(holdsNul);
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && Object.values(value).some(holdsNul);
}

/** Error messages by field, the first part of the path naming the field. */
export function fieldErrors(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "form");
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  return fields;
}

function invalidRequest(error: z.ZodError): AppError {
  return { code: "invalid_request", fields: fieldErrors(error) };
}

/** The refusal of a principal that may see the resource, and lacks the scope on it. */
export function insufficientScope(principal: Principal, required: RequiredScope, resource: Resource): AppError {
  // What a token was issued with, as the published error says it; for people, what they hold there.
  const granted = principal.kind === "access_token" ? [...principal.access[0].scopes] : scopesOn(principal, resource);
  return { code: "insufficient_scope", granted, required };
}
