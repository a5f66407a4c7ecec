import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { newSecret } from "@/lib/access-tokens/secret";
import { env } from "@/lib/env";
import { gitClient } from "@/test-support/git";
import { searchDatabase } from "@/test-support/search-database";
import { searchGitObjects } from "@/test-support/search-git-objects";
import { SecretSearch } from "@/test-support/secret-search";
import { expect, test } from "./fixtures";
import { notedSecrets } from "./noted-secrets";

// Runs when all other specs are through, while the product still runs. A finding names a secret by its position alone.
test.describe.configure({ timeout: 300_000 });

const root = fileURLToPath(new URL("..", import.meta.url));
const secrets = notedSecrets();
const search = new SecretSearch(secrets.length > 0 ? secrets : [newSecret("repository")]);

test.beforeEach(() => {
  test.skip(secrets.length === 0, "No secret was issued in this run.");
});

test("no issued secret is in a table", async () => {
  expect(await searchDatabase(databaseUrl(), search)).toEqual([]);
});

test("no issued secret is in the data folder, the database's own files included", async () => {
  // What is committed goes to the files, as far as this account may say so.
  await onDatabase("checkpoint").catch(() => undefined);
  expect(search.inFolder(env.dataDir)).toEqual([]);
});

test("no issued secret is in a git object", async () => {
  const folder = path.join(env.dataDir, "git");
  for (const name of readdirSync(folder).filter((entry) => entry.endsWith(".git"))) {
    expect(await searchGitObjects(path.join(folder, name), search), name).toEqual([]);
  }
});

test("no issued secret is in the log of a process", () => {
  const log = readFileSync(process.env.LATCHKEY_E2E_LOG ?? "");
  // The requests that the specs made are in it.
  expect(log.includes('"path":"/2.0/')).toBe(true);
  expect(search.in(log)).toEqual([]);
});

test("no issued secret is in what was built", () => {
  for (const folder of [".next", "dist"]) expect(search.inFolder(path.join(root, folder))).toEqual([]);
});

test("a secret that is planted in a table or a git object is found", async () => {
  const secret = newSecret("workspace");
  const planted = new SecretSearch([secret]);
  const hex = Buffer.from(secret).toString("hex");
  await onDatabase(
    "create schema planted",
    'create table planted."Odd name" (word text, words text[], document jsonb, bytes bytea, hex bytea)',
    `insert into planted."Odd name" values ('${secret}', '{${secret}}', '{"a":{"b":"${secret}"}}', '\\x${hex}', '${hex}')`,
  );
  try {
    const found = await searchDatabase(databaseUrl(), planted);
    expect(found.map(({ column }) => column).sort()).toEqual(["bytes", "document", "hex", "word", "words"]);
  } finally {
    await onDatabase("drop schema planted cascade");
  }
  const client = await gitClient();
  try {
    await client.commit("deep/file", `token: ${secret}\n`);
    await client.git("gc", "--quiet");
    expect(await searchGitObjects(path.join(client.folder, ".git"), planted)).toEqual([{ secret: 0, form: "plain" }]);
  } finally {
    await client.remove();
  }
});

function databaseUrl(): string {
  if (!env.databaseUrl) throw new Error("The global setup says where the database is.");
  return env.databaseUrl;
}

async function onDatabase(...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
