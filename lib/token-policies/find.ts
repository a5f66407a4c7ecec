import { eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { tokenPolicies } from "@/db/schema/token-policies";
import { defaultPolicy, type TokenPolicy } from "./policy";

/** The policy of the workspace. Says nothing of who may see it. */
export async function findTokenPolicy(workspaceId: string, executor: Executor = db()): Promise<TokenPolicy> {
  const [row] = await executor
    .select({
      longestLifetimeDays: tokenPolicies.longestLifetimeDays,
      neverExpiresAllowed: tokenPolicies.neverExpiresAllowed,
      strongScopesExpire: tokenPolicies.strongScopesExpire,
      repositoryAdminsMayIssue: tokenPolicies.repositoryAdminsMayIssue,
      apiRequestsPerHour: tokenPolicies.apiRequestsPerHour,
      gitRequestsPerHour: tokenPolicies.gitRequestsPerHour,
      refusesPushedSecrets: tokenPolicies.refusesPushedSecrets,
    })
    .from(tokenPolicies)
    .where(eq(tokenPolicies.workspaceId, workspaceId));
  return row ?? defaultPolicy;
}
