import type { Caller } from "../authorization/principal";
import type { RefUpdate } from "../git-access/check-push";
import { followPush, type Merging } from "../pull-requests/follow-push";
import type { Repository } from "../repositories/find";
import { recordPush } from "../repositories/record-push";

/** What follows when refs have moved, however they did. */
export async function announcePush(
  caller: Caller,
  repository: Repository,
  updates: readonly RefUpdate[],
  merging: Merging | null = null,
): Promise<void> {
  await recordPush(repository);
  await followPush(caller, repository, updates, merging);
}
