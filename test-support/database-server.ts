import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { openEmbeddedDatabase } from "@/db/embedded";
import { migrateDatabase } from "@/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** Where databases can be made, and the migrated one to copy. */
    database: { url: string; template: string };
  }
}

/**
 * One server for a whole run: the one that DATABASE_URL names, else an embedded one in a temporary folder. Each test file
 * works in a copy of one migrated database; all of them are gone afterwards.
 */
export default async function startDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.DATABASE_URL ? given(process.env.DATABASE_URL) : await embedded();
  const template = `latchkey_test_${randomBytes(4).toString("hex")}`;
  await run(server.url, `create database ${template}`);
  await migrateDatabase(databaseUrl(server.url, template));
  project.provide("database", { url: server.url, template });
  return async () => {
    await dropDatabases(server.url, template);
    await server.stop();
  };
}

function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function given(url: string) {
  return { url, stop: async () => undefined };
}

async function embedded() {
  const folder = mkdtempSync(path.join(tmpdir(), "latchkey-test-"));
  // As root the server runs under another account, which has to pass through.
  chmodSync(folder, 0o711);
  const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "200" };
  const server = await openEmbeddedDatabase(folder, { settings });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function dropDatabases(url: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    "select datname from pg_database where starts_with(datname, $1)",
    [template],
  );
  for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  await client.end();
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
