import { and, eq, gt, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { daysAfter } from "../access-tokens/expiry";
import { ownerOf } from "../access-tokens/owner";
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

/**
 * How many live tokens of the workspace and beneath it the policy would not let anyone issue today, and how many of them
 * have no end at all within the usual warning.
 */
export const countTokensOverPolicy = operation({
  name: "token_policies.count_exceeding",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string() }),
  ...ofWorkspace,
  run: async ({ found }) => {
    const now = new Date();
    const over = exceeds(await findTokenPolicy(found.id), found.id, now);
    return ok({
      total: await db().$count(accessTokens, over),
      toEnd: await db().$count(accessTokens, and(over, endsAfter(daysAfter(now, usualWarningDays)))),
    });
  },
});

export const usualWarningDays = 30;

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
      .number("Enter a number of days.")
      .int("Use a whole number of days.")
      .min(1, "Leave at least 1 day.")
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
        .where(and(exceeds(await findTokenPolicy(found.id, tx), found.id, now), endsAfter(at)))
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

function endsAfter(at: Date): SQL | undefined {
  return or(isNull(accessTokens.expiresAt), gt(accessTokens.expiresAt, at));
}

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
