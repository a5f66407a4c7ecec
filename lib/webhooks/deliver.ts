import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema/webhooks";
import { addJobs } from "../chores/queue";
import { postEvent, type WebhookAnswer, WebhookFailedError } from "./post";
import { jobOf } from "./wake";
import { secretOf, type WebhookRow } from "./webhook";

type Delivery = typeof webhookDeliveries.$inferSelect;
type Clock = () => Date;

/** Longer than a try can take. After that a process that was killed holds nothing back any more. */
const busyMs = 60_000;
/** Then the next webhook has its turn. */
const mostAtOnce = 20;
const triedForMs = 24 * 3_600_000;
const firstPauseMs = 30_000;
const longestPauseMs = 30 * 60_000;

/**
 * Posts what waits for a webhook, the oldest first. While the first fails, the rest waits behind it: a webhook hears of
 * events in their order. What was answered and not written down, for the process was killed, is posted again.
 */
export async function deliverWebhook(
  { workspaceId, webhookId }: { workspaceId: string; webhookId: string },
  clock: Clock = () => new Date(),
): Promise<void> {
  const id = { workspaceId, id: webhookId };
  for (let waits = true; waits; ) {
    let busyUntil = await claim(id, null, clock());
    if (!busyUntil) return;
    let goesOn = true;
    for (let count = 0; goesOn && busyUntil && count < mostAtOnce; count += 1) {
      goesOn = await deliverNext(id, clock);
      if (goesOn) busyUntil = await claim(id, busyUntil, clock());
    }
    if (busyUntil) await release(id, busyUntil);
    if (goesOn) return await addJobs(db(), "deliver_webhook", jobOf(id));
    // Whoever came meanwhile went away again, for this one was busy: what they came for is done now.
    const next = await findNext(id);
    waits = next !== null && isDue(next, clock());
  }
}

type Named = { workspaceId: string; id: string };

/** Takes the webhook, or holds it for longer. Null where another process has it, or where it is off or gone. */
async function claim({ workspaceId, id }: Named, held: Date | null, now: Date): Promise<Date | null> {
  const mine = held === null ? undefined : eq(webhooks.busyUntil, held);
  const [row] = await db()
    .update(webhooks)
    .set({ busyUntil: new Date(now.getTime() + busyMs) })
    .where(
      and(
        eq(webhooks.workspaceId, workspaceId),
        eq(webhooks.id, id),
        eq(webhooks.active, true),
        mine ?? or(isNull(webhooks.busyUntil), lte(webhooks.busyUntil, now)),
      ),
    )
    .returning({ busyUntil: webhooks.busyUntil });
  return row?.busyUntil ?? null;
}

async function release({ workspaceId, id }: Named, busyUntil: Date): Promise<void> {
  await db()
    .update(webhooks)
    .set({ busyUntil: null })
    .where(and(eq(webhooks.workspaceId, workspaceId), eq(webhooks.id, id), eq(webhooks.busyUntil, busyUntil)));
}

async function findNext({ workspaceId, id }: Named): Promise<{ delivery: Delivery; webhook: WebhookRow } | null> {
  const [row] = await db()
    .select({ delivery: webhookDeliveries, webhook: webhooks })
    .from(webhookDeliveries)
    .innerJoin(
      webhooks,
      and(eq(webhooks.workspaceId, webhookDeliveries.workspaceId), eq(webhooks.id, webhookDeliveries.webhookId)),
    )
    .where(
      and(
        eq(webhookDeliveries.workspaceId, workspaceId),
        eq(webhookDeliveries.webhookId, id),
        eq(webhookDeliveries.state, "waiting"),
        eq(webhooks.active, true),
      ),
    )
    .orderBy(asc(webhookDeliveries.sequence))
    .limit(1);
  return row ?? null;
}

function isDue({ delivery }: { delivery: Delivery }, now: Date): boolean {
  return delivery.nextAttemptAt === null || delivery.nextAttemptAt <= now;
}

/** Whether there may be another one to deliver now. */
async function deliverNext(id: Named, clock: Clock): Promise<boolean> {
  const next = await findNext(id);
  if (!next) return false;
  if (!isDue(next, clock())) {
    await tryAt(db(), id, next.delivery.nextAttemptAt);
    return false;
  }
  const attempt = next.delivery.attempts + 1;
  try {
    await write(db(), next.delivery, { state: "delivered", attempt, ...(await send(next, attempt)), at: clock() });
    return true;
  } catch (error) {
    if (!(error instanceof WebhookFailedError)) throw error;
    const { message: problem, answer } = error;
    const at = clock();
    const nextAttemptAt = pauseAfter(next.delivery, attempt, at);
    await db().transaction(async (tx) => {
      const state = nextAttemptAt ? "waiting" : "failed";
      await write(tx, next.delivery, { state, attempt, answer, problem, nextAttemptAt, at });
      await tryAt(tx, id, nextAttemptAt);
    });
    return nextAttemptAt === null;
  }
}

async function send(
  { delivery, webhook }: { delivery: Delivery; webhook: WebhookRow },
  attempt: number,
): Promise<{ answer: WebhookAnswer }> {
  const target = { id: webhook.id, url: webhook.url, secret: secretOf(webhook) };
  const event = { id: delivery.id, key: delivery.eventKey, body: delivery.body, attempt };
  return { answer: await postEvent(target, event) };
}

/** When to try again, after a pause that doubles; null once a day has gone. */
function pauseAfter({ createdAt }: Delivery, attempt: number, now: Date): Date | null {
  const at = new Date(now.getTime() + Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(attempt - 1, 20)));
  return at.getTime() - createdAt.getTime() > triedForMs ? null : at;
}

async function tryAt(executor: Executor, id: Named, runAt: Date | null): Promise<void> {
  if (runAt) await addJobs(executor, "deliver_webhook", { ...jobOf(id), runAt, replaces: true });
}

type Outcome = {
  state: Delivery["state"];
  attempt: number;
  answer: WebhookAnswer | null;
  problem?: string;
  nextAttemptAt?: Date | null;
  at: Date;
};

async function write(
  executor: Executor,
  { workspaceId, id }: Delivery,
  { state, attempt, answer, problem, nextAttemptAt = null, at }: Outcome,
): Promise<void> {
  await executor
    .update(webhookDeliveries)
    .set({
      state,
      attempts: attempt,
      answerStatus: answer?.status ?? null,
      answerBody: answer?.body ?? null,
      problem: problem ?? null,
      nextAttemptAt,
      attemptedAt: at,
    })
    .where(and(eq(webhookDeliveries.workspaceId, workspaceId), eq(webhookDeliveries.id, id)));
}
