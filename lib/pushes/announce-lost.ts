import { asc, lte } from "drizzle-orm";
import { db } from "@/db/client";
import { pendingPushes } from "@/db/schema/webhooks";
import { system } from "../authorization/system";
import { braced } from "../ids";
import { findRepository } from "../repositories/find";
import { announcePush, movedBy } from "./announce";
import { forgetPush } from "./note";

/** Whoever let a push in announces it by then, or was killed. */
const lostAfterMs = 2 * 60_000;
/** Whoever hasn't moved its refs by then never will. */
const givenUpAfterMs = 60 * 60_000;
const mostAtOnce = 100;

/** Announces the pushes of processes that were killed before they could. */
export async function announceLostPushes(now = new Date()): Promise<void> {
  const lost = await db()
    .select()
    .from(pendingPushes)
    .where(lte(pendingPushes.createdAt, new Date(now.getTime() - lostAfterMs)))
    .orderBy(asc(pendingPushes.createdAt))
    .limit(mostAtOnce);
  for (const { id, workspaceId, repositoryId, actorKind, actorId, updates, merging, createdAt } of lost) {
    const repository = await findRepository(braced(workspaceId), braced(repositoryId));
    // What is deleted takes its row along.
    if (!repository) continue;
    const push = { id, actor: { kind: actorKind, id: actorId }, updates, merging };
    if ((await movedBy(repository, push)).length > 0) await announcePush(system, repository, push);
    else if (now.getTime() - createdAt.getTime() > givenUpAfterMs) await forgetPush(repository, push);
  }
}
