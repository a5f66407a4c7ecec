import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, inject } from "vitest";

// Gives the test file a database and a data folder of its own, before anything reads lib/env.ts.
const { url, template } = inject("database");
const name = `${template}_${randomBytes(4).toString("hex")}`;
const folder = mkdtempSync(path.join(tmpdir(), "latchkey-test-data-"));
await onServer(`create database ${name} template ${template}`);

const own = new URL(url);
own.pathname = `/${name}`;
process.env.DATABASE_URL = own.href;
process.env.LATCHKEY_DATA_DIR = folder;
process.env.LATCHKEY_LOG_LEVEL = "silent";
const mail = ["LATCHKEY_SMTP_URL", "LATCHKEY_MAIL_FROM", "LATCHKEY_PRIVATE_WEBHOOKS"];
for (const setting of ["LATCHKEY_KEYS", "LATCHKEY_PUBLIC_URL", "LATCHKEY_WEB_SOCKET", "HOST", "PORT", ...mail]) {
  delete process.env[setting];
}

afterAll(async () => {
  const [{ closeDatabase }, { closeGroupedLookups }] = await Promise.all([
    import("@/db/client"),
    import("@/db/grouped-lookup"),
  ]);
  await Promise.all([closeDatabase(), closeGroupedLookups()]);
  await onServer(`drop database if exists ${name} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
