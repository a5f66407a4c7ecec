import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { TokenPolicy } from "../token-policies/policy";

/** What each kind of job is told: ids and choices. The rest is read when it runs. */
export type Jobs = {
  deliver_notice: { workspaceId: string; noticeId: string };
  /** A list, so that what is added under the same key before it runs goes out as one mail. */
  mail_notices: { workspaceId: string; userId: string; noticeId: string }[];
  post_notice: { workspaceId: string; noticeId: string };
  deliver_webhook: { workspaceId: string; webhookId: string };
  find_tokens_over_policy: { workspaceId: string; before: TokenPolicy; at: string };
};

type Job<Name extends keyof Jobs> = {
  payload: Jobs[Name];
  /** Of the jobs with a key at most one waits. A list is added to that one's. */
  key?: string;
  runAt?: Date;
  /** Whether a job of the same key that waits runs at this one's time instead of its own. */
  replaces?: boolean;
};

/** About half a day of tries, each after a longer pause. */
const maxAttempts = 12;

/** Adds jobs that run once the transaction has committed, and not at all where it doesn't. */
export async function addJobs<Name extends keyof Jobs>(tx: Executor, name: Name, ...jobs: Job<Name>[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.execute(sql`
    select graphile_worker.add_job(
             identifier => ${name}::text,
             payload => job -> 'payload',
             run_at => (job ->> 'runAt')::timestamptz,
             max_attempts => ${maxAttempts}::int,
             job_key => job ->> 'key',
             job_key_mode => case when (job ->> 'replaces')::boolean then 'replace' else 'preserve_run_at' end)
      from json_array_elements(${JSON.stringify(jobs)}::json) as jobs (job)`);
}
