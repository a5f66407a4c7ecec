import { rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "@/db/embedded";
import { env } from "@/lib/env";
import { PreparingProcess } from "./preparing-process";

// npm run db:migrate, db:seed and db:reset.
const [command, confirmation] = process.argv.slice(2);
const embedded = env.databaseUrl ? null : await openEmbeddedDatabase(env.dataDir);
const url = env.databaseUrl ?? embedded?.url ?? "";
try {
  if (command === "reset") await reset();
  const how = command === "migrate" ? "migrate" : "demo";
  const preparing = new PreparingProcess({ ...process.env, NODE_ENV: "production", DATABASE_URL: url }, how);
  const done = await preparing.result;
  if (!done) process.exitCode = 1;
  else if (done.account) console.log(`Sign in as ${done.account.email} with the password ${done.account.password}`);
  else if (how === "demo") console.log("There are accounts already, so no demo was made.");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await embedded?.leave();
}

async function reset(): Promise<void> {
  if (confirmation !== "--yes") {
    throw new Error("This deletes every account, token and repository. If you mean it: npm run db:reset -- --yes");
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "drop schema if exists drizzle, graphile_worker cascade; drop schema public cascade; create schema public",
  );
  await client.end();
  rmSync(path.join(env.dataDir, "git"), { recursive: true, force: true });
}
