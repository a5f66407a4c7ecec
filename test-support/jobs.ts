import { sql } from "drizzle-orm";
import { runOnce } from "graphile-worker";
import { databasePool, db, openPool } from "@/db/client";
import { queueLog } from "@/lib/chores/run";
import { tasks } from "@/lib/chores/tasks";

/** Runs what the queue holds, and what that adds to it, as a process does that takes jobs; those for later, too. */
export async function runJobs(): Promise<void> {
  while ((await makeDue()) > 0) await runOnce({ pgPool: databasePool(), ...asInTheProduct });
  await written();
}

/** What two processes do with the same queue. */
export async function runJobsInTwoProcesses(): Promise<void> {
  const pools = [openPool({ max: 4 }), openPool({ max: 4 })];
  while ((await makeDue()) > 0) await Promise.all(pools.map((pgPool) => runOnce({ pgPool, ...asInTheProduct })));
  await written();
  await Promise.all(pools.map((pool) => pool.end()));
}

/** Jobs that failed wait for their next try: they are not run by the above. */
export async function failedJobs(): Promise<{ task: string; attempts: number; lastError: string }[]> {
  const { rows } = await db().execute<{ task: string; attempts: number; lastError: string }>(sql`
    select task_identifier as task, attempts, last_error as "lastError" from graphile_worker.jobs where attempts > 0`);
  return rows;
}

/** Lets the failed ones be tried again now. */
export async function retryFailedJobs(): Promise<void> {
  await db().execute(sql`
    select graphile_worker.reschedule_jobs(array_agg(id), run_at => now()) from graphile_worker.jobs where attempts > 0`);
  await runOnce({ pgPool: databasePool(), ...asInTheProduct });
  await written();
}

const asInTheProduct = { taskList: tasks, concurrency: 2, noHandleSignals: true, logger: queueLog };

async function makeDue(): Promise<number> {
  const { rows } = await db().execute<{ due: number }>(sql`
    select count(*)::int as due
      from graphile_worker.reschedule_jobs(
        array(select id from graphile_worker.jobs where attempts = 0), run_at => now())`);
  return rows[0]?.due ?? 0;
}

/** A run ends before it has written down how its last jobs went. */
async function written(): Promise<void> {
  const locked = sql`select 1 from graphile_worker.jobs where locked_by like 'otpool-%' limit 1`;
  while ((await db().execute(locked)).rowCount);
}
