import { z } from "zod";
import { db } from "@/db/client";
import { tokenPolicies } from "@/db/schema/token-policies";
import { recordAudit } from "../audit/record";
import { addJobs } from "../chores/queue";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { findTokenPolicy } from "./find";
import { type TokenPolicy, TokenPolicySchema } from "./policy";

/** Rules new tokens and replacements from now on; tokens that exist keep what they have. */
export const updateTokenPolicy = operation({
  name: "token_policies.update",
  scope: "workspace:admin",
  input: TokenPolicySchema.extend({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input: { workspace: name, ...policy }, found }) =>
    db().transaction(async (tx): Promise<Result<TokenPolicy>> => {
      // Whoever issues holds the workspace's row shared: they come wholly before the change, or after it.
      if (!(await lockWorkspace(tx, found.id, "update"))) return fail({ code: "not_found", what: "workspace", name });
      const before = await findTokenPolicy(found.id, tx);
      const row = { ...policy, updatedAt: new Date() };
      await tx
        .insert(tokenPolicies)
        .values({ workspaceId: found.id, ...row })
        .onConflictDoUpdate({ target: tokenPolicies.workspaceId, set: row });
      if (endsDiffer(before, policy)) {
        const payload = { workspaceId: found.id, before, at: row.updatedAt.toISOString() };
        await addJobs(tx, "find_tokens_over_policy", { payload });
      }
      const details: Record<string, string | number | boolean | null> = {};
      for (const key of Object.keys(policy) as (keyof TokenPolicy)[]) {
        if (policy[key] === before[key]) continue;
        details[key] = policy[key];
        details[`${key}_before`] = before[key];
      }
      await recordAudit(tx, caller, { action: "token_policy.updated", resource: found.resource, details });
      return ok(policy);
    }),
});

/** Whether the two differ in what they ask of a token's end. */
function endsDiffer(before: TokenPolicy, after: TokenPolicy): boolean {
  const rules = ["longestLifetimeDays", "neverExpiresAllowed", "strongScopesExpire"] as const;
  return rules.some((rule) => before[rule] !== after[rule]);
}
