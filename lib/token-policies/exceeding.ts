import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { daysAfter } from "../access-tokens/expiry";
import { ownerOf } from "../access-tokens/owner";
import { selectTokenViews, toView } from "../access-tokens/view";
import { recordAudit } from "../audit/record";
import { allScopes, scopeDefinition } from "../authorization/scopes";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { findTokenPolicy } from "./find";
import type { TokenPolicy } from "./policy";

const ofWorkspace = {
  find: ({ workspace }: { workspace: string }) => findWorkspace(workspace),
  missing: ({ workspace }: { workspace: string }) => ({ what: "workspace", name: workspace }) as const,
};

/** The live tokens of the workspace and beneath it that the policy would not let anyone issue today. */
export const listTokensOverPolicy = operation({
  name: "token_policies.list_exceeding",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string() }),
  ...ofWorkspace,
  run: async ({ found }) => {
    const now = new Date();
    const rows = await selectTokenViews()
      .where(exceeds(await findTokenPolicy(found.id), found.id, now))
      .orderBy(sql`lower(${accessTokens.name})`, accessTokens.id);
    return ok(rows.map((row) => toView(row, now)));
  },
});

export const shortestWarningDays = 1;

/**
 * Puts an end date on all secrets of the tokens that exceed the policy, so many days from now. Nothing is cut off at
 * once, and no end that comes earlier is put off. Returns how many tokens got one.
 */
export const endTokensOverPolicy = operation({
  name: "token_policies.end_exceeding",
  scope: "workspace:admin",
  input: z.object({
    workspace: z.string(),
    warningDays: z
      .number()
      .int("Use a whole number of days.")
      .min(shortestWarningDays, "Leave at least 1 day.")
      .max(365, "Use at most 365 days."),
  }),
  ...ofWorkspace,
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<{ ended: number; at: Date }>> => {
      await lockWorkspace(tx, found.id, "update");
      const now = new Date();
      const at = daysAfter(now, input.warningDays);
      const earliest = (column: SQL | typeof accessTokens.expiresAt) =>
        sql`least(${column}, ${at.toISOString()}::timestamptz)`;
      const changed = await tx
        .update(accessTokens)
        .set({ expiresAt: earliest(accessTokens.expiresAt) })
        .where(
          and(
            exceeds(await findTokenPolicy(found.id, tx), found.id, now),
            or(isNull(accessTokens.expiresAt), sql`${accessTokens.expiresAt} > ${at.toISOString()}::timestamptz`),
          ),
        )
        .returning({
          id: accessTokens.id,
          name: accessTokens.name,
          kind: accessTokens.kind,
          projectId: accessTokens.projectId,
          repositoryId: accessTokens.repositoryId,
        });
      await tx
        .update(accessTokenSecrets)
        .set({ expiresAt: sql`least(${accessTokenSecrets.expiresAt}, ${at.toISOString()}::timestamptz)` })
        .where(
          and(
            eq(accessTokenSecrets.workspaceId, found.id),
            sql`${accessTokenSecrets.accessTokenId} = any(${sql.param(changed.map(({ id }) => id))}::uuid[])`,
          ),
        );
      const events = changed.map(({ id, name, kind, projectId, repositoryId }) => ({
        action: "access_token.end_date_set" as const,
        // In the log of the resource that it belongs to.
        resource: ownerOf(kind, found.id, projectId, repositoryId),
        details: { access_token_id: id, name, expires_at: at.toISOString() },
      }));
      await recordAudit(tx, caller, ...events);
      return ok({ ended: changed.length, at });
    }),
});

/** The same rule as `policyProblem`, over rows: a test compares the two. */
export function exceeds(policy: TokenPolicy, workspaceId: string, now: Date): SQL | undefined {
  const never = isNull(accessTokens.expiresAt);
  const strong = allScopes.filter((scope) => scopeDefinition(scope).strong);
  const latest = policy.longestLifetimeDays === null ? null : daysAfter(now, policy.longestLifetimeDays).toISOString();
  const problems = [
    policy.neverExpiresAllowed ? undefined : never,
    policy.strongScopesExpire ? and(never, sql`${accessTokens.scopes} && ${sql.param(strong)}::text[]`) : undefined,
    latest === null ? undefined : or(never, sql`${accessTokens.expiresAt} > ${latest}::timestamptz`),
  ].filter((problem) => problem !== undefined);
  return and(
    eq(accessTokens.workspaceId, workspaceId),
    isNull(accessTokens.revokedAt),
    or(never, sql`${accessTokens.expiresAt} > ${now.toISOString()}::timestamptz`),
    problems.length === 0 ? sql`false` : or(...problems),
  );
}
