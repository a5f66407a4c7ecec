import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { pendingPushes } from "@/db/schema/webhooks";
import type { Caller } from "../authorization/principal";
import { emitEvent } from "../events/emit";
import { refTarget } from "../git/resolve";
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
  const updates = await movedBy(repository, push);
  if (updates.length > 0) {
    await recordPush(repository);
    await followPush(caller, repository, { ...push, updates });
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
      payload: async () => ({ push: await pushPayload(repository, updates) }),
    });
  });
}

/** Those of its refs that are where they were before haven't moved: git has refused them, or never came so far. */
export async function movedBy(repository: Repository, { updates }: Pick<NotedPush, "updates">): Promise<RefUpdate[]> {
  const moved: RefUpdate[] = [];
  for (const update of updates) {
    const now = (await refTarget(repository.id, update.ref)) ?? none;
    if (now === update.after || now !== update.before) moved.push(update);
  }
  return moved;
}

const none = "0".repeat(40);
