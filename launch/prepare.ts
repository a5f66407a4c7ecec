import { closeDatabase, connectionSettings } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { env } from "@/lib/env";
import { keyringMisfit } from "@/lib/keyring-fit";
import { createFirstAdminLink } from "@/lib/users/account-links";
import { fillDemo } from "./demo";

// Makes the database ready before the server starts, in a process of its own: it has to know where the database is from
// its first line on. What the person who starts has to know in the end goes to the supervisor.
export type Preparation = { account: { email: string; password: string } | null; firstAdminPath: string | null };

process.once("disconnect", () => process.exit(1));
await prepare(process.argv[2] === "demo").then(
  (preparation) => process.send?.(preparation, () => process.disconnect()),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

async function prepare(withDemo: boolean): Promise<Preparation> {
  console.log("Migrating the database…");
  await migrateDatabase(connectionSettings().connectionString ?? "");
  const misfit = await keyringMisfit();
  if (misfit) {
    const source = env.keys ? "LATCHKEY_KEYS" : `${env.dataDir}/keyring`;
    throw new Error(
      `The keys don't fit this database: ${misfit}. Every token would stop working. Put the right keys into ${source}, or use ` +
        "another database.",
    );
  }
  const account = withDemo ? await fillDemo() : null;
  // None where somebody has an account.
  const link = await createFirstAdminLink();
  await closeDatabase();
  return { account, firstAdminPath: link && `/join/${link.secret}` };
}
