import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { finishCopy, listUnfinishedCopies, removeDeletedFolders } from "../git/copy";

/** No copy takes as long as that. */
const lostAfterMs = 60 * 60_000;

/** Clears away the storage that processes left half made, or half removed, when they were killed; of the whole server. */
export async function clearStorage(now = new Date()): Promise<void> {
  const before = new Date(now.getTime() - lostAfterMs);
  for (const id of await listUnfinishedCopies(before)) {
    const rows = await db().select({ id: repositories.id }).from(repositories).where(eq(repositories.id, id));
    await finishCopy(id, rows.length > 0);
  }
  await removeDeletedFolders(before);
}
