import { and, arrayContains, eq, isNull, or } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema/webhooks";
import type { Actor } from "../actors/actor";
import { findActors } from "../actors/find";
import { covers, type Visible } from "../authorization/can";
import type { Owner } from "../authorization/principal";
import { addJobs } from "../chores/queue";
import { ownOrigin } from "../env";
import { newId } from "../ids";
import { presentActor } from "../published/account";
import { presentEventRepository } from "../published/event";
import type { Repository } from "../repositories/find";
import type { EventKey } from "../webhooks/events";
import { jobOf } from "../webhooks/wake";

type Event = {
  key: EventKey;
  /** Null where it is about more than one. */
  repository: Repository | null;
  workspaceId: string;
  /** What is told beside the actor and the repository. Asked for only where a webhook hears of it. */
  payload: (reaches: Visible) => Promise<Record<string, unknown>> | Record<string, unknown>;
};

/**
 * Writes down that something happened, for each webhook that hears of it, in the transaction in which it does: where that
 * is undone nobody hears of it, and where it is committed everybody does, whatever becomes of this process.
 */
export async function emitEvent(
  tx: Executor,
  actor: Actor | null,
  { key, repository, workspaceId, payload }: Event,
): Promise<void> {
  const listening = await tx
    .select({ id: webhooks.id, workspaceId: webhooks.workspaceId, repositoryId: webhooks.repositoryId })
    .from(webhooks)
    .where(
      and(
        eq(webhooks.workspaceId, workspaceId),
        eq(webhooks.active, true),
        arrayContains(webhooks.events, [key]),
        repository
          ? or(isNull(webhooks.repositoryId), eq(webhooks.repositoryId, repository.id))
          : isNull(webhooks.repositoryId),
      ),
    )
    // One that is deleted at this moment is deleted after this.
    .for("key share");
  if (listening.length === 0) return;
  const known = actor && (await findActors(workspaceId, [actor], tx)).get(actor.id);
  const createdAt = new Date();
  for (const repositoryId of new Set(listening.map((webhook) => webhook.repositoryId))) {
    const owner: Owner =
      repositoryId === null ? { kind: "workspace", workspaceId } : { kind: "repository", workspaceId, repositoryId };
    const body = JSON.stringify({
      actor: presentActor(known ?? undefined),
      ...(repository ? { repository: presentEventRepository(repository, ownOrigin) } : {}),
      ...(await payload((resource) => covers(owner, resource))),
    });
    const hearing = listening.filter((webhook) => webhook.repositoryId === repositoryId);
    await tx.insert(webhookDeliveries).values(
      hearing.map(({ id }) => ({
        id: newId(),
        workspaceId,
        webhookId: id,
        eventKey: key,
        body,
        state: "waiting" as const,
        attempts: 0,
        createdAt,
      })),
    );
  }
  await addJobs(tx, "deliver_webhook", ...listening.map(jobOf));
}

/** What a change has changed of these, as bodies tell it: each with its new value and its old. */
export function changesBetween<Name extends string>(
  after: Readonly<Record<Name, unknown>>,
  before: Readonly<Record<Name, unknown>>,
  names: readonly Name[],
): Record<string, { new: unknown; old: unknown }> {
  const changed = names.filter((name) => after[name] !== before[name]);
  return Object.fromEntries(changed.map((name) => [name, { new: after[name], old: before[name] }]));
}
