import { lte, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { accountLinks } from "@/db/schema/account-links";
import { endedSessions } from "@/db/schema/ended-sessions";
import { notices } from "@/db/schema/notices";
import { rateLimits } from "@/db/schema/rate-limits";
import { runnerTokens } from "@/db/schema/runners";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { daysAfter } from "../access-tokens/expiry";

const keptNoticesDays = 400;
const keptJobsDays = 30;
const keptDeliveriesDays = 30;

/** Deletes what has run out or is told long ago, of the whole server. */
export async function deleteLeftovers(now = new Date()): Promise<void> {
  await db().delete(accountLinks).where(lte(accountLinks.expiresAt, now));
  await db().delete(endedSessions).where(lte(endedSessions.endsAt, now));
  await db().delete(runnerTokens).where(lte(runnerTokens.expiresAt, now));
  await db().delete(rateLimits).where(lte(rateLimits.expire, now.getTime()));
  await db()
    .delete(notices)
    .where(lte(notices.at, daysAfter(now, -keptNoticesDays)));
  await db()
    .delete(webhookDeliveries)
    .where(lte(webhookDeliveries.createdAt, daysAfter(now, -keptDeliveriesDays)));
  await db().execute(sql`
    select graphile_worker.complete_jobs(array_agg(id))
      from graphile_worker.jobs
     where attempts >= max_attempts and updated_at <= ${daysAfter(now, -keptJobsDays).toISOString()}::timestamptz`);
}

/** No job takes as long as that. */
const lostAfterMinutes = 30;

/** Gives the jobs of processes that ended without a word back to the queue. */
export async function releaseLostJobs(): Promise<void> {
  await db().execute(sql`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
      from graphile_worker.jobs
     where locked_at < now() - make_interval(mins => ${lostAfterMinutes})`);
}
