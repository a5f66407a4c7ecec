import type { AppError } from "@/lib/errors";
import type { ResourceName } from "@/lib/resource-name";

/** What stands beside the fields, and what is wrong with the whole. */
export type NotIssued = { fields: Record<string, string[]>; problem: string | null };

export function notIssued(error: AppError, resource: ResourceName): NotIssued {
  if (error.code === "invalid_request") return { fields: error.fields, problem: null };
  if (error.code === "conflict" && error.field) return { fields: { [error.field]: [error.message] }, problem: null };
  return { fields: {}, problem: problemOf(error, resource) };
}

/** Somebody who was first isn't a problem: the token has ended, as was wished. */
export function notRevoked(
  error: AppError,
  resource: ResourceName,
): { problem: string; conflict: null } | { problem: null; conflict: string } {
  if (error.code === "conflict") return { problem: null, conflict: error.message };
  return { problem: problemOf(error, resource), conflict: null };
}

function problemOf(error: AppError, resource: ResourceName): string {
  switch (error.code) {
    case "insufficient_scope":
      return `You are no longer an admin of ${nameOf(resource)}.`;
    case "plan_required":
      return `${resource.workspace} is no longer on the Premium plan.`;
    case "not_found":
      return `${nameOf(resource)} is gone, or you may no longer see it.`;
    case "unauthenticated":
      return "You are signed out. Sign in in another tab, then try again.";
    case "conflict":
    case "refused_by_policy":
      return error.message;
    case "throttled":
    case "invalid_request":
      return "Try again.";
  }
}

function nameOf(resource: ResourceName): string {
  switch (resource.kind) {
    case "workspace":
      return resource.workspace;
    case "project":
      return `the project ${resource.project}`;
    case "repository":
      return `${resource.workspace}/${resource.repository}`;
  }
}
