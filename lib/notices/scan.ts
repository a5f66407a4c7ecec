import { and, asc, gt, isNull, lte, not, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { daysAfter } from "../access-tokens/expiry";
import { isLive } from "../access-tokens/view";
import { exceeds } from "../token-policies/exceeding";
import { findTokenPolicy } from "../token-policies/find";
import type { TokenPolicy } from "../token-policies/policy";
import { type NewNotice, raiseNotice } from "./raise";

/** So many days before a token ends its admins are told, each time once. */
export const warningDays = [1, 7, 30] as const;
export const unusedDays = 90;

const batch = 500;
const dayMs = 24 * 60 * 60_000;

/** Raises what comes with time alone, for the whole server: ends that come near, and tokens that nobody uses. */
export async function raiseTimelyNotices(now = new Date()): Promise<void> {
  const soon = and(
    isNull(accessTokens.revokedAt),
    gt(accessTokens.expiresAt, now),
    lte(accessTokens.expiresAt, daysAfter(now, Math.max(...warningDays))),
  );
  await raiseForEach(soon, (token) => expiresSoon(token, now));
  const unused = and(isLive(now), lte(lastSeen, sql`${daysAfter(now, -unusedDays).toISOString()}::timestamptz`));
  await raiseForEach(unused, (token) => ({
    kind: "unused",
    eventKey: `unused ${token.id} ${(token.lastUsedAt ?? token.createdAt).toISOString()}`,
    details: {},
    at: now,
  }));
}

/** Raises what a changed policy makes of tokens that kept within the one before. */
export async function raiseOverPolicy(
  { workspaceId, before, at }: { workspaceId: string; before: TokenPolicy; at: string },
  now = new Date(),
): Promise<void> {
  const policy = await findTokenPolicy(workspaceId);
  const over = exceeds(policy, workspaceId, now);
  const wasOver = exceeds(before, workspaceId, now);
  await raiseForEach(and(over, wasOver && not(wasOver)), (token) => ({
    kind: "policy_exceeded",
    eventKey: `policy_exceeded ${token.id} ${at}`,
    details: {},
    at: now,
  }));
}

const columns = {
  id: accessTokens.id,
  workspaceId: accessTokens.workspaceId,
  createdAt: accessTokens.createdAt,
  replacedAt: accessTokens.replacedAt,
  expiresAt: accessTokens.expiresAt,
  lastUsedAt: accessTokens.lastUsedAt,
};

const lastSeen = sql`coalesce(${accessTokens.lastUsedAt}, ${accessTokens.createdAt})`;

type Token = Pick<
  typeof accessTokens.$inferSelect,
  "id" | "workspaceId" | "createdAt" | "replacedAt" | "expiresAt" | "lastUsedAt"
>;
type Event = Omit<NewNotice, "workspaceId" | "accessTokenId">;

/**
 * The nearest warning that is due. Whoever gives a token seven days knows that it has no thirty: a warning that was due
 * when it was issued isn't given.
 */
function expiresSoon({ id, expiresAt, replacedAt, createdAt }: Token, now: Date): Event | null {
  if (!expiresAt) return null;
  const due = warningDays.find((days) => expiresAt <= daysAfter(now, days));
  const since = replacedAt ?? createdAt;
  if (!due || since >= daysAfter(expiresAt, -due)) return null;
  return {
    kind: "expires_soon",
    eventKey: `expires_soon ${id} ${due} ${expiresAt.toISOString()}`,
    details: { days: Math.ceil((expiresAt.getTime() - now.getTime()) / dayMs), expires_at: expiresAt.toISOString() },
    at: now,
  };
}

/** Goes through the tokens in batches, each a transaction of its own. What was raised before stays as it is. */
async function raiseForEach(condition: SQL | undefined, eventOf: (token: Token) => Event | null): Promise<void> {
  for (let after: string | null = null; ; ) {
    const tokens: Token[] = await db()
      .select(columns)
      .from(accessTokens)
      .where(and(condition, after === null ? undefined : gt(accessTokens.id, after)))
      .orderBy(asc(accessTokens.id))
      .limit(batch);
    const raised = tokens.flatMap((token) => {
      const event = eventOf(token);
      return event ? [{ workspaceId: token.workspaceId, accessTokenId: token.id, ...event }] : [];
    });
    await db().transaction((tx) => raiseNotice(tx, ...raised));
    const last = tokens.at(-1);
    if (!last || tokens.length < batch) return;
    after = last.id;
  }
}
