import { and, desc, eq, gte, isNotNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { tokenCallers, tokenUsageDays, tokenUsageOperations } from "@/db/schema/token-usage";
import { rangesHold } from "../access-tokens/addresses";
import { ownedBy } from "../access-tokens/view";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { daysBefore, lastDays } from "./days";
import { isRefusal, type Outcome } from "./outcome";
import { narrowestGrant, timesNeeded } from "./right-sizing";
import { suggestRanges } from "./suggest-ranges";

/** Days are days in UTC. */
export type TokenUsage = {
  /** The last 90, the oldest first. */
  days: { day: string; requests: number; refusals: number }[];
  requests30: number;
  refusals30: number;
  /** Let through over the last 30 days though the addresses, were they not only watched, would refuse them. */
  watched30: number;
  /** Today's and yesterday's: the last 24 hours, and somewhat more. */
  requestsLastDay: number;
  /** The newest first, at most twenty. */
  callers: TokenCaller[];
  /** Over the last 30 days, the newest first. */
  refusals: { outcome: Outcome; operation: string; scope: string; requests: number; lastAt: Date }[];
  /** What it was let do over the last 90 days, the most asked for first. `scope` is empty where none is demanded. */
  operations: { operation: string; scope: string; requests30: number; requests90: number; lastAt: Date }[];
  /** Each granted scope, with how often it was needed. */
  scopes: { scope: string; used30: number; used90: number }[];
  /** The narrowest grant that covers what was used; empty where nothing was that takes a scope. */
  usedScopes30: string[];
  usedScopes90: string[];
  /** To the minute. Address and client are empty where they are no longer known. */
  lastUse: { at: Date; address: string; client: string } | null;
  /** Ranges that hold the addresses of the callers. */
  suggestedRanges: string[];
};

export type TokenCaller = {
  secretId: string;
  /** Whether the secret has been replaced by a newer one. */
  old: boolean;
  /** Empty where it isn't known. */
  address: string;
  /** Whether the token's addresses, once they are enforced, refuse it. */
  outside: boolean;
  /** What the client calls itself; empty where it says nothing. */
  client: string;
  requests: number;
  firstAt: Date;
  lastAt: Date;
  lastOperation: string;
};

/** What became known of the use of one token that belongs to the resource itself. */
export const getTokenUsage = operation({
  name: "access_tokens.usage",
  scope: "access_token",
  input: z.object({ resource: ResourceName, id: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<TokenUsage>> => {
    const now = new Date();
    const token = { workspaceId: found.workspace.id, id: input.id };
    const [row] = await db()
      .select({
        kind: accessTokens.kind,
        scopes: accessTokens.scopes,
        addresses: accessTokens.addresses,
        addressMode: accessTokens.addressMode,
        lastUsedAt: accessTokens.lastUsedAt,
      })
      .from(accessTokens)
      .where(and(ownedBy(found.resource), eq(accessTokens.id, input.id)));
    if (!row) return fail({ code: "not_found", what: "other", name: input.id });
    const [days, operations, callers] = await Promise.all([
      daysOf(token, now),
      operationsOf(token, now),
      callersOf(token, row.addresses),
    ]);
    const month = days.slice(-30);
    const allowed = operations.filter(({ outcome }) => !isRefusal(outcome));
    const used30 = allowed.map(({ scope, requests30 }) => ({ scope, requests: requests30 }));
    const used90 = allowed.map(({ scope, requests90 }) => ({ scope, requests: requests90 }));
    const times = { of30: timesNeeded(row.scopes, used30), of90: timesNeeded(row.scopes, used90) };
    return ok({
      days,
      requests30: sum(month.map(({ requests }) => requests)),
      refusals30: sum(month.map(({ refusals }) => refusals)),
      watched30: sum(
        operations.filter(({ outcome }) => outcome === "address_watch").map(({ requests30 }) => requests30),
      ),
      requestsLastDay: sum(days.slice(-2).map(({ requests }) => requests)),
      callers,
      refusals: operations
        .filter(({ outcome, requests30 }) => isRefusal(outcome) && requests30 > 0)
        .map(({ requests30, requests90: _, ...refused }) => ({ ...refused, requests: requests30 }))
        .sort((a, b) => b.lastAt.getTime() - a.lastAt.getTime()),
      operations: together(allowed),
      scopes: row.scopes.map((scope) => ({
        scope,
        used30: times.of30.get(scope) ?? 0,
        used90: times.of90.get(scope) ?? 0,
      })),
      usedScopes30: narrowestGrant(row.kind, row.scopes, used30),
      usedScopes90: narrowestGrant(row.kind, row.scopes, used90),
      lastUse: row.lastUsedAt && {
        at: row.lastUsedAt,
        address: callers[0]?.address ?? "",
        client: callers[0]?.client ?? "",
      },
      suggestedRanges: suggestRanges(
        callers.map(({ address }) => address),
        row.addressMode === "enforce" ? row.addresses : null,
      ),
    });
  },
});

type Token = { workspaceId: string; id: string };

async function daysOf({ workspaceId, id }: Token, now: Date): Promise<TokenUsage["days"]> {
  const rows = await db()
    .select({ day: tokenUsageDays.day, requests: tokenUsageDays.requests, refusals: tokenUsageDays.refusals })
    .from(tokenUsageDays)
    .where(
      and(
        eq(tokenUsageDays.workspaceId, workspaceId),
        eq(tokenUsageDays.accessTokenId, id),
        gte(tokenUsageDays.day, daysBefore(now, 89)),
      ),
    );
  const known = new Map(rows.map((row) => [row.day, row]));
  return lastDays(now, 90).map((day) => known.get(day) ?? { day, requests: 0, refusals: 0 });
}

type OperationRow = TokenUsage["operations"][number] & { outcome: Outcome };

function operationsOf({ workspaceId, id }: Token, now: Date): Promise<OperationRow[]> {
  const { operation, scope, outcome, day, requests, lastAt } = tokenUsageOperations;
  return db()
    .select({
      operation,
      scope,
      outcome: sql<Outcome>`${outcome}`,
      requests30: sql<number>`coalesce(sum(${requests}) filter (where ${day} >= ${daysBefore(now, 29)}), 0)::float8`,
      requests90: sql<number>`sum(${requests})::float8`,
      lastAt: sql<Date>`max(${lastAt})`.mapWith(lastAt),
    })
    .from(tokenUsageOperations)
    .where(
      and(
        eq(tokenUsageOperations.workspaceId, workspaceId),
        eq(tokenUsageOperations.accessTokenId, id),
        gte(day, daysBefore(now, 89)),
      ),
    )
    .groupBy(operation, scope, outcome);
}

/** What was allowed, whether its address was only watched or not. */
function together(rows: readonly OperationRow[]): TokenUsage["operations"] {
  const operations = new Map<string, TokenUsage["operations"][number]>();
  for (const { outcome: _outcome, ...row } of rows) {
    const key = `${row.operation} ${row.scope}`;
    const other = operations.get(key);
    operations.set(key, {
      ...row,
      requests30: row.requests30 + (other?.requests30 ?? 0),
      requests90: row.requests90 + (other?.requests90 ?? 0),
      lastAt: other && other.lastAt > row.lastAt ? other.lastAt : row.lastAt,
    });
  }
  return [...operations.values()].sort((a, b) => b.requests90 - a.requests90);
}

async function callersOf({ workspaceId, id }: Token, addresses: string[] | null): Promise<TokenCaller[]> {
  const [callers, old] = await Promise.all([
    db()
      .select({
        secretId: tokenCallers.secretId,
        address: tokenCallers.address,
        client: tokenCallers.client,
        requests: tokenCallers.requests,
        firstAt: tokenCallers.firstAt,
        lastAt: tokenCallers.lastAt,
        lastOperation: tokenCallers.lastOperation,
      })
      .from(tokenCallers)
      .where(and(eq(tokenCallers.workspaceId, workspaceId), eq(tokenCallers.accessTokenId, id)))
      .orderBy(desc(tokenCallers.lastAt))
      .limit(20),
    replacedSecrets({ workspaceId, id }),
  ]);
  return callers.map((caller) => ({
    ...caller,
    old: old.has(caller.secretId),
    outside: addresses !== null && !rangesHold(addresses, caller.address),
  }));
}

async function replacedSecrets({ workspaceId, id }: Token): Promise<Set<string>> {
  const live = await db()
    .select({ id: accessTokenSecrets.id })
    .from(accessTokenSecrets)
    .where(
      and(
        eq(accessTokenSecrets.workspaceId, workspaceId),
        eq(accessTokenSecrets.accessTokenId, id),
        isNotNull(accessTokenSecrets.supersededAt),
      ),
    );
  const ended = await db()
    .select({ id: endedSecrets.id })
    .from(endedSecrets)
    .where(
      and(
        eq(endedSecrets.workspaceId, workspaceId),
        eq(endedSecrets.accessTokenId, id),
        eq(endedSecrets.reason, "replaced"),
      ),
    );
  return new Set([...live, ...ended].map((secret) => secret.id));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
