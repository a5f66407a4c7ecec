import { type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { daysAfter } from "../access-tokens/expiry";

const keptDays = 90;

/**
 * Deletes the logs of runs that ended longer ago than they are kept, of the whole server, little by little: each portion
 * is a transaction of its own, and holds at most 200 MB. Returns how many there were.
 */
export async function deleteOldLogs(now = new Date(), portion = 20): Promise<number> {
  const endedBefore = daysAfter(now, -keptDays);
  for (let deleted = 0; ; ) {
    const { rows } = await db().execute<{ emptied: number }>(sql`
      with old as (${oldLogs(endedBefore, portion)}),
      emptied as (
        update pipeline_steps as steps set log_size = 0
          from old where steps.workspace_id = old.workspace_id and steps.id = old.id
        returning steps.id),
      deleted as (
        delete from pipeline_log_chunks as chunks using old
         where chunks.workspace_id = old.workspace_id and chunks.step_id = old.id)
      select count(*)::int as emptied from emptied`);
    const emptied = rows[0]?.emptied ?? 0;
    deleted += emptied;
    if (emptied < portion) return deleted;
  }
}

/**
 * Takes hold of as many steps whose logs are too old, the oldest first. No step begins after the end of its run, and for
 * when it began there is an index. The order has it used: a planner that expects many would look for any through all steps.
 */
export function oldLogs(endedBefore: Date, portion: number): SQL {
  const before = endedBefore.toISOString();
  return sql`
    select steps.workspace_id, steps.id
      from pipeline_steps as steps
      join pipelines as runs on runs.workspace_id = steps.workspace_id and runs.id = steps.pipeline_id
     where steps.log_size > 0 and steps.created_at <= ${before}::timestamptz and runs.completed_at <= ${before}::timestamptz
     order by steps.created_at limit ${portion} for update of steps skip locked`;
}
