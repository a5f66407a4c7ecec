import type { Executor } from "@/db/client";
import { addJobs } from "../chores/queue";

/** Has what waits for a webhook tried now, whatever pause it was to keep. */
export async function wakeWebhook(tx: Executor, webhook: { workspaceId: string; id: string }): Promise<void> {
  await addJobs(tx, "deliver_webhook", { ...jobOf(webhook), runAt: new Date(), replaces: true });
}

/** One job for each webhook at most: it delivers all that waits. */
export function jobOf({ workspaceId, id }: { workspaceId: string; id: string }) {
  return { key: `webhook ${id}`, payload: { workspaceId, webhookId: id } };
}
