import { closeDatabase, connectionSettings, setDatabaseUrl } from "@/db/client";
import { openEmbeddedDatabase } from "@/db/embedded";
import { closeGroupedLookups } from "@/db/grouped-lookup";
import { migrateDatabase } from "@/db/migrate";
import { readHolder } from "@/launch/lock";
import { env } from "@/lib/env";
import { keyringMisfit } from "@/lib/keyring-fit";
import { Refusal } from "./outcome";

/**
 * Runs a command with the database open: the one of DATABASE_URL, else the embedded one in the data folder, where the
 * running server's is used and left as it is, and one is started for the while where none runs.
 */
export async function withDatabase(command: () => Promise<void>): Promise<void> {
  const embedded = env.databaseUrl ? null : await openEmbeddedDatabase(env.dataDir);
  if (embedded) setDatabaseUrl(embedded.url);
  try {
    await migrateDatabase(connectionSettings().connectionString ?? "");
    const misfit = await keyringMisfit();
    if (misfit) {
      throw new Refusal(
        `The keys don't fit this database: ${misfit}. Set LATCHKEY_DATA_DIR or LATCHKEY_KEYS as the server has them.`,
      );
    }
    await command();
  } finally {
    await Promise.all([closeDatabase(), closeGroupedLookups()]);
    await embedded?.leave();
  }
}

/** Where the server is reached: the set address, else where the running one listens, else where one would. */
export function serverOrigin(): string {
  return env.publicUrl ?? readHolder(env.dataDir)?.origin ?? `http://${env.host}:${env.port}`;
}
