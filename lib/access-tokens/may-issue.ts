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
  { resource, workspace }: NamedResource,
  secret: { scopes: readonly Scope[]; expiresAt: Date | null },
  now: Date,
): Promise<AppError | null> {
  // Nobody gives what they don't hold there.
  const lacking = secret.scopes.find((scope) => !can(caller.principal, scope, resource));
  if (lacking) return { code: "insufficient_scope", granted: [], required: lacking };
  const current = await lockWorkspace(tx, workspace.id, "share");
  if (!current) return { code: "not_found", what: "workspace", name: workspace.slug };
  if (resource.kind !== "repository" && current.plan !== "premium") {
    return { code: "plan_required", kind: resource.kind, plan: current.plan };
  }
  const policy = await findTokenPolicy(workspace.id, tx);
  if (keptFromIssuing(policy, caller, resource)) {
    return {
      code: "refused_by_policy",
      message: `In ${workspace.name} only admins of the project or the workspace create access tokens.`,
    };
  }
  const problem = expiryProblem(secret.expiresAt, now) ?? policyProblem(policy, secret, now);
  return problem === null ? null : { code: "invalid_request", fields: { expiry: [problem] } };
}

/** Whether the policy keeps the caller from issuing here at all, for pages that would offer it. */
export async function mayNotIssue(caller: Caller, { resource, workspace }: NamedResource): Promise<boolean> {
  return keptFromIssuing(await findTokenPolicy(workspace.id), caller, resource);
}

function keptFromIssuing(policy: TokenPolicy, caller: Caller, resource: NamedResource["resource"]): boolean {
  if (policy.repositoryAdminsMayIssue || resource.kind !== "repository") return false;
  const project = { kind: "project", workspaceId: resource.workspaceId, projectId: resource.projectId } as const;
  return !can(caller.principal, "access_token:write", project);
}
