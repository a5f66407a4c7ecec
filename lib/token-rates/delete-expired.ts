import { sql } from "drizzle-orm";
import { db } from "@/db/client";

/** Deletes counters whose time is over, of tokens and of sign-ins, little by little. Returns how many there were. */
export async function deleteExpiredCounters(now = new Date(), batch = 1_000): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await db().execute(sql`
      delete from rate_limits where ctid = any(array(
        select ctid from rate_limits where expire < ${now.getTime()} limit ${batch} for update skip locked))`);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return deleted;
  }
}
