import { and, eq, isNull, lte, or } from "drizzle-orm";
import { db } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema/webhooks";
import { addJobs } from "../chores/queue";
import { jobOf } from "./wake";

/** Has webhooks tried for which something waits that is due, and that no process is at: the last one may have been killed. */
export async function wakeForgottenWebhooks(now = new Date()): Promise<void> {
  const forgotten = await db()
    .selectDistinct({ workspaceId: webhooks.workspaceId, id: webhooks.id })
    .from(webhooks)
    .innerJoin(
      webhookDeliveries,
      and(eq(webhookDeliveries.workspaceId, webhooks.workspaceId), eq(webhookDeliveries.webhookId, webhooks.id)),
    )
    .where(
      and(
        eq(webhooks.active, true),
        or(isNull(webhooks.busyUntil), lte(webhooks.busyUntil, now)),
        eq(webhookDeliveries.state, "waiting"),
        or(isNull(webhookDeliveries.nextAttemptAt), lte(webhookDeliveries.nextAttemptAt, now)),
      ),
    );
  await addJobs(db(), "deliver_webhook", ...forgotten.map(jobOf));
}
