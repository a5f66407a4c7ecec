import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { pendingPushes } from "@/db/schema/webhooks";
import type { Caller } from "../authorization/principal";
import { emitEvent } from "../events/emit";
import { wasMoved } from "../git/ref-log";
import { refTargets } from "../git/ref-targets";
import type { RefUpdate } from "../git-access/check-push";
import { followPush } from "../pull-requests/follow-push";
import type { Repository } from "../repositories/find";
import { recordPush } from "../repositories/record-push";
import type { NotedPush } from "./note";
import { pushPayload } from "./payload";

/**
 * What follows when refs have moved, however they did: what is known of the repository, its pull requests, and webhooks.
 * It may begin again after it broke off; webhooks hear of the push once, for what is noted of it goes with that.
 */
export async function announcePush(caller: Caller, repository: Repository, push: NotedPush): Promise<void> {
  const moved = await movedBy(repository, push);
  const updates = moved.map(({ update }) => update);
  if (updates.length > 0) {
    await recordPush(repository);
    // Somebody may have pushed since, and been followed already: pull requests are where their branches are.
    await followPush(caller, repository, {
      ...push,
      updates: moved.map(({ update, now }) => ({ ...update, after: now })),
    });
  }
  await db().transaction(async (tx) => {
    const noted = await tx
      .delete(pendingPushes)
      .where(and(eq(pendingPushes.workspaceId, repository.workspace.id), eq(pendingPushes.id, push.id)))
      .returning({ id: pendingPushes.id });
    if (noted.length === 0 || updates.length === 0) return;
    await emitEvent(tx, push.actor, {
      key: "repo:push",
      workspaceId: repository.workspace.id,
      repository,
      payload: async () => ({ push: await pushPayload(repository, updates, tx) }),
    });
  });
}

/** The refs that it moved, with where they are now. The others git has refused, or it never came so far. */
export async function movedBy(
  repository: Repository,
  { updates }: Pick<NotedPush, "updates">,
): Promise<{ update: RefUpdate; now: string }[]> {
  const targets = await refTargets(
    repository.id,
    updates.map(({ ref }) => ref),
  );
  const moved = [];
  for (const update of updates) {
    const now = targets.get(update.ref) ?? none;
    // What is elsewhere may have been moved by others alone, or by them after it.
    const isElsewhere = now !== none && now !== update.before;
    if (now === update.after || (isElsewhere && (await wasMoved(repository.id, update)))) moved.push({ update, now });
  }
  return moved;
}

const none = "0".repeat(40);
