import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { operation } from "../operation";
import { findRepository } from "../repositories/find";
import { missingResource } from "../resource-name";
import { findWorkspace } from "../workspaces/find";
import { postEvent, type WebhookAnswer, WebhookFailedError } from "./post";
import { wakeWebhook } from "./wake";
import { requireWebhook, secretOf, toWebhook, type Webhook, type WebhookOwner, type WebhookRow } from "./webhook";

const mostListed = 50;

/** How pages name what a webhook belongs to. */
const WebhookOwnerName = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("workspace"), workspace: z.string() }),
  z.object({ kind: z.literal("repository"), workspace: z.string(), repository: z.string() }),
]);
export type WebhookOwnerName = z.infer<typeof WebhookOwnerName>;
type Delivery = typeof webhookDeliveries.$inferSelect;

const namedOwner = {
  find: ({ owner }: { owner: WebhookOwnerName }, caller: Caller): Promise<WebhookOwner | null> =>
    owner.kind === "repository"
      ? findRepository(owner.workspace, owner.repository, caller)
      : findWorkspace(owner.workspace, caller),
  missing: ({ owner }: { owner: WebhookOwnerName }) => missingResource(owner),
};

/** A webhook with its last deliveries, the newest first. */
export const getWebhookDeliveries = operation({
  name: "webhooks.list_deliveries",
  scope: "webhook",
  input: z.object({ owner: WebhookOwnerName, webhook: z.string() }),
  ...namedOwner,
  run: async ({ input, found }): Promise<Result<{ webhook: Webhook; deliveries: Delivery[] }>> => {
    const webhook = await requireWebhook(found, input.webhook);
    if (!webhook.ok) return webhook;
    const deliveries = await db()
      .select()
      .from(webhookDeliveries)
      .where(ofWebhook(webhook.value))
      .orderBy(desc(webhookDeliveries.sequence))
      .limit(mostListed);
    return ok({ webhook: toWebhook(webhook.value), deliveries });
  },
});

/**
 * Sends the body of a delivery again, at once and out of turn, as a delivery of its own. One that still waits is tried now
 * instead.
 */
export const redeliverWebhook = operation({
  name: "webhooks.redeliver",
  scope: "webhook",
  input: z.object({ owner: WebhookOwnerName, webhook: z.string(), delivery: z.uuid() }),
  ...namedOwner,
  run: async ({ caller, input, found }): Promise<Result<{ state: "delivered" | "failed" | "waiting" }>> => {
    const webhook = await requireWebhook(found, input.webhook);
    if (!webhook.ok) return webhook;
    const [delivery] = await db()
      .select()
      .from(webhookDeliveries)
      .where(and(ofWebhook(webhook.value), eq(webhookDeliveries.id, input.delivery)));
    if (!delivery) return fail({ code: "not_found", what: "other", name: "The delivery" });
    if (delivery.state === "waiting") {
      // What waits before it goes first.
      await db().transaction((tx) => wakeWebhook(tx, webhook.value));
      return ok({ state: "waiting" });
    }
    const again = await sendAgain(webhook.value, delivery);
    await db().transaction(async (tx) => {
      await tx.insert(webhookDeliveries).values(again);
      await recordAudit(tx, caller, {
        action: "webhook.redelivered",
        resource: found.resource,
        details: { event: delivery.eventKey, host: new URL(webhook.value.url).host },
      });
    });
    return ok({ state: again.state });
  },
});

function ofWebhook({ workspaceId, id }: WebhookRow) {
  return and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.webhookId, id));
}

async function sendAgain(webhook: WebhookRow, { eventKey, body }: Delivery) {
  const sent = {
    id: newId(),
    workspaceId: webhook.workspaceId,
    webhookId: webhook.id,
    eventKey,
    body,
    attempts: 1,
    createdAt: new Date(),
  };
  const outcome = (state: "delivered" | "failed", answer: WebhookAnswer | null, problem: string | null) => ({
    ...sent,
    state,
    attemptedAt: new Date(),
    answerStatus: answer?.status ?? null,
    answerBody: answer?.body ?? null,
    problem,
  });
  try {
    const target = { id: webhook.id, url: webhook.url, secret: secretOf(webhook) };
    return outcome("delivered", await postEvent(target, { id: sent.id, key: eventKey, body, attempt: 1 }), null);
  } catch (error) {
    if (!(error instanceof WebhookFailedError)) throw error;
    return outcome("failed", error.answer, error.message);
  }
}
