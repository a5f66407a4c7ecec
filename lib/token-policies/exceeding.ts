import { and, eq, gt, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { daysAfter } from "../access-tokens/expiry";
import { ownerOf } from "../access-tokens/owner";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
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
 * once, and no end that comes earlier is put off. Returns how many tokens got one. Where it's interrupted, those that got
 * one keep it, and the others get theirs the next time.
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
  run: async ({ caller, input, found }): Promise<Result<{ ended: number; at: Date }>> => {
    const now = new Date();
    const at = daysAfter(now, input.warningDays);
    let ended = 0;
    // In steps, so that a hundred thousand of them don't keep everybody else from issuing.
    for (let some = batch; some === batch; ended += some) some = await endSome(caller, found.id, now, at);
    return ok({ ended, at });
  },
});

const batch = 1_000;

/** One step, whole or not at all. Returns how many tokens it ended; fewer than a batch: there are no more. */
function endSome(caller: Caller, workspaceId: string, now: Date, at: Date): Promise<number> {
  return db().transaction(async (tx) => {
    await lockWorkspace(tx, workspaceId, "update");
    const over = exceeds(await findTokenPolicy(workspaceId, tx), workspaceId, now);
    const chosen = await tx
      .select({ id: accessTokens.id })
      .from(accessTokens)
      .where(and(over, endsAfter(at)))
      .orderBy(accessTokens.id)
      .limit(batch)
      .for("update");
    const ids = chosen.map(({ id }) => id);
    const ofChosen = and(eq(accessTokens.workspaceId, workspaceId), inArray(accessTokens.id, ids));
    const changed = await tx.update(accessTokens).set({ expiresAt: at }).where(ofChosen).returning({
      id: accessTokens.id,
      name: accessTokens.name,
      kind: accessTokens.kind,
      projectId: accessTokens.projectId,
      repositoryId: accessTokens.repositoryId,
    });
    await tx
      .update(accessTokenSecrets)
      .set({ expiresAt: sql`least(${accessTokenSecrets.expiresAt}, ${at.toISOString()}::timestamptz)` })
      .where(and(eq(accessTokenSecrets.workspaceId, workspaceId), inArray(accessTokenSecrets.accessTokenId, ids)));
    const events = changed.map(({ id, name, kind, projectId, repositoryId }) => ({
      action: "access_token.end_date_set" as const,
      // In the log of the resource that it belongs to.
      resource: ownerOf(kind, workspaceId, projectId, repositoryId),
      details: { access_token_id: id, name, expires_at: at.toISOString() },
    }));
    await recordAudit(tx, caller, ...events);
    return changed.length;
  });
}

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
