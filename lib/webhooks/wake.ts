import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { addJobs } from "../chores/queue";

/** Has what waits for a webhook tried now, whatever pause it was to keep. */
export async function wakeWebhook(tx: Executor, webhook: { workspaceId: string; id: string }): Promise<void> {
  await tx
    .update(webhookDeliveries)
    .set({ nextAttemptAt: null })
    .where(
      and(
        eq(webhookDeliveries.workspaceId, webhook.workspaceId),
        eq(webhookDeliveries.webhookId, webhook.id),
        eq(webhookDeliveries.state, "waiting"),
      ),
    );
  await addJobs(tx, "deliver_webhook", { ...jobOf(webhook), runAt: new Date(), replaces: true });
}

/** One job for each webhook at most: it delivers all that waits. */
export function jobOf({ workspaceId, id }: { workspaceId: string; id: string }) {
  return { key: `webhook ${id}`, payload: { workspaceId, webhookId: id } };
}
