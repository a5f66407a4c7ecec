import { closeDatabase } from "@/db/client";
import { closeGroupedLookups } from "@/db/grouped-lookup";

/** Lets go of the database; for the end of the process. */
export async function closeConnections(): Promise<void> {
  await Promise.allSettled([closeDatabase(), closeGroupedLookups()]);
}
