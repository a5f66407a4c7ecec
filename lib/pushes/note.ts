import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { pendingPushes } from "@/db/schema/webhooks";
import { type Actor, actorOf } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import type { RefUpdate } from "../git-access/check-push";
import { newId } from "../ids";
import type { Merging } from "../pull-requests/follow-push";
import type { Repository } from "../repositories/find";

/** A push that may come in, as it was written down before any ref moved. */
export type NotedPush = { id: string; actor: Actor; updates: readonly RefUpdate[]; merging: Merging | null };

/** Writes a push down before its refs move: should this process be killed, another one announces it. */
export async function notePush(
  caller: Caller,
  repository: Repository,
  updates: readonly RefUpdate[],
  merging: Merging | null = null,
): Promise<NotedPush> {
  const push = { id: newId(), actor: actorOf(caller.principal), updates, merging };
  await db()
    .insert(pendingPushes)
    .values({
      id: push.id,
      workspaceId: repository.workspace.id,
      repositoryId: repository.id,
      actorKind: push.actor.kind,
      actorId: push.actor.id,
      updates: [...updates],
      merging,
      createdAt: new Date(),
    });
  return push;
}

/** Takes the note of a push away that did not come in. */
export async function forgetPush({ workspace }: Repository, { id }: NotedPush): Promise<void> {
  await db()
    .delete(pendingPushes)
    .where(and(eq(pendingPushes.workspaceId, workspace.id), eq(pendingPushes.id, id)));
}
