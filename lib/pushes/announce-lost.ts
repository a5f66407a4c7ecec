import { asc, lte } from "drizzle-orm";
import { db } from "@/db/client";
import { pendingPushes } from "@/db/schema/webhooks";
import { system } from "../authorization/system";
import { isUnavailable } from "../errors";
import { braced } from "../ids";
import { log } from "../log";
import { findRepository, type Repository } from "../repositories/find";
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
  for (const row of lost) {
    const repository = await findRepository(braced(row.workspaceId), braced(row.repositoryId));
    // What is deleted takes its row along.
    if (repository) await announceLost(repository, row, now);
  }
}

/** One that can't be announced holds back no other; it is tried again as long as it may be. */
async function announceLost(
  repository: Repository,
  { id, actorKind, actorId, updates, merging, createdAt }: typeof pendingPushes.$inferSelect,
  now: Date,
): Promise<void> {
  const push = { id, actor: { kind: actorKind, id: actorId }, updates, merging };
  const isGivenUp = now.getTime() - createdAt.getTime() > givenUpAfterMs;
  try {
    if ((await movedBy(repository, push)).length > 0) await announcePush(system, repository, push);
    else if (isGivenUp) await forgetPush(repository, push);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    log.error({ repository: repository.id, error }, "a lost push was not announced");
    if (isGivenUp) await forgetPush(repository, push);
  }
}
