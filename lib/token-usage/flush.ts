import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { recordAudit } from "../audit/record";
import { dayOf } from "./days";
import { flushEndedUses } from "./ended-uses";
import { isRefusal } from "./outcome";
import { type PendingCaller, type PendingOperation, type PendingUsage, putBack, takePending } from "./record";

/** Tokens in one transaction: enough to be quick, few enough to hold their rows for a moment only. */
const batch = 200;
const keptCallers = 20;
const dayMs = 24 * 60 * 60_000;

/**
 * Writes the use that was gathered. A failed write loses nothing: what wasn't written stays for the next one, and so
 * does the use of tokens that somebody is changing; at the `end` of the process it waits for these.
 */
export async function flushUsage({ end = false } = {}): Promise<void> {
  try {
    await flushEndedUses();
  } finally {
    await writePending(end);
  }
}

async function writePending(end: boolean): Promise<void> {
  const usage = takePending().sort((a, b) => (a.accessTokenId < b.accessTokenId ? -1 : 1));
  for (let from = 0; from < usage.length; from += batch) {
    const group = usage.slice(from, from + batch);
    try {
      const skipped = await db().transaction((tx) => writeUsage(tx, group, end));
      putBack(skipped);
    } catch (error) {
      putBack(usage.slice(from));
      throw error;
    }
  }
}

type Token = { id: string; workspaceId: string; name: string };
type Known<T> = T & { token: Token };

/** Gives what it left out because the token's row is held by others. What belongs to deleted tokens is dropped. */
async function writeUsage(tx: Executor, group: PendingUsage[], wait: boolean): Promise<PendingUsage[]> {
  const { free, held } = await lockTokens(tx, group, wait);
  const known = group.flatMap((usage) => {
    const token = free.get(usage.accessTokenId);
    return token ? [{ ...usage, token }] : [];
  });
  await writeDays(tx, known);
  const operations = known.flatMap(({ token, operations }) => operations.map((each) => ({ ...each, token })));
  const firstRefusals = await writeOperations(tx, operations);
  await writeCallers(tx, known);
  await writeLastUse(tx, known);
  await auditRefusals(tx, firstRefusals);
  return group.filter(({ accessTokenId }) => held.has(accessTokenId));
}

/** Locks the tokens in one order, so that no two processes write at once for one of them, nor wait for each other. */
async function lockTokens(
  tx: Executor,
  group: PendingUsage[],
  wait: boolean,
): Promise<{ free: Map<string, Token>; held: Set<string> }> {
  const ids = sql.param(group.map(({ accessTokenId }) => accessTokenId));
  const workspaceIds = sql.param(group.map(({ workspaceId }) => workspaceId));
  const tokens = sql`select access_tokens.id, access_tokens.workspace_id as "workspaceId", access_tokens.name
                       from unnest(${ids}::uuid[], ${workspaceIds}::uuid[]) as used (id, workspace_id)
                       join access_tokens using (id, workspace_id)`;
  const locked = await tx.execute<Token>(
    sql`${tokens} order by 1 for no key update of access_tokens ${wait ? sql`` : sql`skip locked`}`,
  );
  const free = new Map(locked.rows.map((token) => [token.id, token]));
  if (free.size === group.length) return { free, held: new Set() };
  const { rows } = await tx.execute<Token>(tokens);
  return { free, held: new Set(rows.map(({ id }) => id).filter((id) => !free.has(id))) };
}

async function writeDays(tx: Executor, known: Known<PendingUsage>[]): Promise<void> {
  const rows = known.flatMap(({ token, operations }) => {
    const days = new Map<number, { requests: number; refusals: number }>();
    for (const { dayNumber, requests, outcome } of operations) {
      const day = days.get(dayNumber) ?? { requests: 0, refusals: 0 };
      day.requests += requests;
      if (isRefusal(outcome)) day.refusals += requests;
      days.set(dayNumber, day);
    }
    return [...days].map(([dayNumber, counts]) => ({ token, dayNumber, ...counts }));
  });
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into token_usage_days as kept (access_token_id, workspace_id, day, requests, refusals)
    select * from unnest(
      ${sql.param(rows.map(({ token }) => token.id))}::uuid[],
      ${sql.param(rows.map(({ token }) => token.workspaceId))}::uuid[],
      ${sql.param(rows.map(({ dayNumber }) => dayOf(dayNumber * dayMs)))}::date[],
      ${sql.param(rows.map(({ requests }) => requests))}::bigint[],
      ${sql.param(rows.map(({ refusals }) => refusals))}::bigint[])
    on conflict (access_token_id, day) do update
      set requests = kept.requests + excluded.requests, refusals = kept.refusals + excluded.refusals`);
}

/** Gives the refusals that are the first of their kind on their day. */
async function writeOperations(tx: Executor, rows: Known<PendingOperation>[]): Promise<Known<PendingOperation>[]> {
  if (rows.length === 0) return [];
  const { rows: written } = await tx.execute<WrittenOperation>(sql`
    insert into token_usage_operations as kept
      (access_token_id, workspace_id, day, operation, scope, outcome, requests, last_at)
    select * from unnest(
      ${sql.param(rows.map(({ token }) => token.id))}::uuid[],
      ${sql.param(rows.map(({ token }) => token.workspaceId))}::uuid[],
      ${sql.param(rows.map(({ dayNumber }) => dayOf(dayNumber * dayMs)))}::date[],
      ${sql.param(rows.map(({ operation }) => operation))}::text[],
      ${sql.param(rows.map(({ scope }) => scope))}::text[],
      ${sql.param(rows.map(({ outcome }) => outcome))}::text[],
      ${sql.param(rows.map(({ requests }) => requests))}::bigint[],
      ${sql.param(rows.map(({ lastAt }) => new Date(lastAt).toISOString()))}::timestamptz[])
    on conflict (access_token_id, day, operation, scope, outcome) do update
      set requests = kept.requests + excluded.requests, last_at = greatest(kept.last_at, excluded.last_at)
    returning access_token_id as id, day::text, operation, scope, outcome, xmax = 0 as first`);
  const first = new Set(written.filter((row) => row.first).map((row) => keyOf(row.id, row.day, row)));
  return rows.filter((row) => row.refused && first.has(keyOf(row.token.id, dayOf(row.dayNumber * dayMs), row)));
}

type OperationKey = Pick<PendingOperation, "operation" | "scope" | "outcome">;
type WrittenOperation = OperationKey & { id: string; day: string; first: boolean };

function keyOf(id: string, day: string, row: OperationKey): string {
  return [id, day, row.operation, row.scope, row.outcome].join(" ");
}

async function writeCallers(tx: Executor, known: Known<PendingUsage>[]): Promise<void> {
  const rows: Known<PendingCaller>[] = known.flatMap(({ token, callers }) =>
    callers.map((caller) => ({ ...caller, token })),
  );
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into token_callers as kept
      (access_token_id, workspace_id, secret_id, address, client, requests, first_at, last_at, last_operation)
    select * from unnest(
      ${sql.param(rows.map(({ token }) => token.id))}::uuid[],
      ${sql.param(rows.map(({ token }) => token.workspaceId))}::uuid[],
      ${sql.param(rows.map(({ secretId }) => secretId))}::uuid[],
      ${sql.param(rows.map(({ address }) => address))}::text[],
      ${sql.param(rows.map(({ client }) => client))}::text[],
      ${sql.param(rows.map(({ requests }) => requests))}::bigint[],
      ${sql.param(rows.map(({ firstAt }) => new Date(firstAt).toISOString()))}::timestamptz[],
      ${sql.param(rows.map(({ lastAt }) => new Date(lastAt).toISOString()))}::timestamptz[],
      ${sql.param(rows.map(({ lastOperation }) => lastOperation))}::text[])
    on conflict (access_token_id, secret_id, address, client) do update
      set requests = kept.requests + excluded.requests,
          last_at = greatest(kept.last_at, excluded.last_at),
          last_operation = case when excluded.last_at >= kept.last_at then excluded.last_operation
                                else kept.last_operation end`);
  const ids = known.filter(({ callers }) => callers.length > 0).map(({ token }) => token.id);
  await tx.execute(sql`
    delete from token_callers
     using (select ctid as place, row_number() over (partition by access_token_id order by last_at desc) as rank
              from token_callers where access_token_id = any(${sql.param(ids)}::uuid[])) as ranked
     where token_callers.ctid = ranked.place and ranked.rank > ${keptCallers}`);
}

/** To the minute: that's all anyone is shown. */
async function writeLastUse(tx: Executor, known: Known<PendingUsage>[]): Promise<void> {
  const used = known.filter(({ callers }) => callers.length > 0);
  if (used.length === 0) return;
  const minutes = used.map(({ callers }) => {
    const last = Math.max(...callers.map(({ lastAt }) => lastAt));
    return new Date(Math.floor(last / 60_000) * 60_000).toISOString();
  });
  await tx.execute(sql`
    update access_tokens
       set last_used_at = used.at
      from unnest(
        ${sql.param(used.map(({ token }) => token.id))}::uuid[],
        ${sql.param(used.map(({ token }) => token.workspaceId))}::uuid[],
        ${sql.param(minutes)}::timestamptz[]) as used (id, workspace_id, at)
     where access_tokens.id = used.id
       and access_tokens.workspace_id = used.workspace_id
       and (last_used_at is null or last_used_at < used.at)`);
}

/** The first refusal of its kind on a day is in the audit trail; how many there were, the usage tells. */
async function auditRefusals(tx: Executor, refusals: Known<PendingOperation>[]): Promise<void> {
  // In one order everywhere, so that no two transactions wait for each other's audit chains.
  const inOrder = refusals.sort((a, b) => (a.token.workspaceId < b.token.workspaceId ? -1 : 1));
  for (const { token, refused, operation, scope, outcome } of inOrder) {
    if (!refused) continue;
    const { principal, address, client } = refused;
    const event = {
      action: "access_token.refused" as const,
      resource: principal.access[0].resource,
      details: { access_token_id: token.id, name: token.name, operation, scope, outcome, client },
    };
    await recordAudit(tx, { principal, address, requestId: null }, event);
  }
}
