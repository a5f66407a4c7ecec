import { type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { env } from "../env";
import { daysBefore } from "./days";

/** Deletes the use from before the days that it is kept for, little by little. Returns how many rows there were. */
export async function deleteOldUsage(now = new Date(), batch = 1_000): Promise<number> {
  const firstDay = daysBefore(now, env.usageDays);
  return (
    (await deleteInBatches(batch, sql`token_usage_days`, sql`day < ${firstDay}::date`)) +
    (await deleteInBatches(batch, sql`token_usage_operations`, sql`day < ${firstDay}::date`)) +
    (await deleteInBatches(batch, sql`token_callers`, sql`last_at < ${`${firstDay}T00:00:00Z`}::timestamptz`))
  );
}

/** Each batch is a transaction of its own. Rows that are being written wait for the next run. */
async function deleteInBatches(batch: number, table: SQL, isOld: SQL): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await db().execute(sql`
      delete from ${table} where ctid = any(array(
        select ctid from ${table} where ${isOld} limit ${batch} for update skip locked))`);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return deleted;
  }
}
