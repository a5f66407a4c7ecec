import type { Caller } from "../authorization/principal";
import type { RefUpdate } from "../git-access/check-push";
import type { Repository } from "../repositories/find";
import { recordPush } from "../repositories/record-push";

/** What follows when refs have moved, however they did. */
export async function announcePush(
  _caller: Caller,
  repository: Repository,
  _updates: readonly RefUpdate[],
): Promise<void> {
  await recordPush(repository);
}
