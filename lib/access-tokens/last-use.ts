import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** Kept in memory and written in batches, off the request path. To the minute: that's all anyone is shown. */
const uses = new Map<string, number>();
const minute = 60_000;

export function recordUse(accessTokenId: string): void {
  uses.set(accessTokenId, Math.floor(Date.now() / minute) * minute);
}

/** Writes what was gathered. A failed write loses nothing: the uses stay for the next. */
export async function flushLastUse(): Promise<void> {
  if (uses.size === 0) return;
  const batch = [...uses];
  uses.clear();
  const ids = batch.map(([id]) => id);
  const times = batch.map(([, at]) => new Date(at).toISOString());
  try {
    await db().execute(sql`
      update access_tokens
         set last_used_at = used.at
        from unnest(${sql.param(ids)}::uuid[], ${sql.param(times)}::timestamptz[]) as used (id, at)
       where access_tokens.id = used.id
         and (last_used_at is null or last_used_at < used.at)`);
  } catch (error) {
    for (const [id, at] of batch) uses.set(id, Math.max(at, uses.get(id) ?? 0));
    throw error;
  }
}
