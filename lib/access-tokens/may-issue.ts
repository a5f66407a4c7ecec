import type { Executor } from "@/db/client";
import { can } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import type { Scope } from "../authorization/scopes";
import type { AppError } from "../errors";
import type { NamedResource } from "../resource-name";
import { findTokenPolicy } from "../token-policies/find";
import { policyProblem, type TokenPolicy } from "../token-policies/policy";
import { lockWorkspace } from "../workspaces/lock";
import { expiryProblem } from "./expiry";

/**
 * Whether the caller may bring a secret of the resource into being with these scopes and this end: for issuing and for
 * replacing alike. Null: yes. Holds the workspace's row, so that a change of plan or policy comes wholly before or after.
 */
export async function issuingProblem(
  tx: Executor,
  caller: Caller,
  named: NamedResource,
  secret: { scopes: readonly Scope[]; expiresAt: Date | null },
  now: Date,
): Promise<AppError | null> {
  const { resource, workspace } = named;
  // Nobody gives what they don't hold there.
  const lacking = secret.scopes.find((scope) => !can(caller.principal, scope, resource));
  if (lacking) return { code: "insufficient_scope", granted: [], required: lacking };
  const current = await lockWorkspace(tx, workspace.id, "share");
  if (!current) return { code: "not_found", what: "workspace", name: workspace.slug };
  if (resource.kind !== "repository" && current.plan !== "premium") {
    return { code: "plan_required", kind: resource.kind, plan: current.plan };
  }
  const policy = await findTokenPolicy(workspace.id, tx);
  const refusal = issuingRefusal(policy, caller, named);
  if (refusal !== null) return { code: "refused_by_policy", message: refusal };
  const problem = expiryProblem(secret.expiresAt, now) ?? policyProblem(policy, secret, now);
  return problem === null ? null : { code: "invalid_request", fields: { expiry: [problem] } };
}

/** Why the policy keeps the caller from issuing here at all, whatever the token; null where it doesn't. */
export function issuingRefusal(
  policy: TokenPolicy,
  caller: Caller,
  { resource, workspace }: NamedResource,
): string | null {
  if (policy.repositoryAdminsMayIssue || resource.kind !== "repository") return null;
  const project = { kind: "project", workspaceId: resource.workspaceId, projectId: resource.projectId } as const;
  if (can(caller.principal, "access_token:write", project)) return null;
  return `In ${workspace.name} only admins of the project or the workspace create access tokens.`;
}
