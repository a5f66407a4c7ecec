import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openEmbeddedDatabase } from "./embedded";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "latchkey-embedded-"));
  chmodSync(folder, 0o711);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const quick = { settings: { fsync: "off" } };

test("whoever comes at the same moment shares one server, and the last one to leave stops it", async () => {
  const all = await Promise.all([1, 2, 3].map(() => openEmbeddedDatabase(folder, quick)));
  expect(new Set(all.map(({ url }) => url)).size).toBe(1);
  expect(all.filter(({ adopted }) => !adopted)).toHaveLength(1);

  const [first, second, third] = all;
  await first?.leave();
  await second?.leave();
  expect(await answers(third?.url ?? "")).toBe(true);
  await third?.leave();
  expect(await answers(third?.url ?? "")).toBe(false);
});

test("a server that was killed comes back with what was committed, at the same port", async () => {
  const before = await openEmbeddedDatabase(folder, quick);
  await run(before.url, "create table kept as select 1 as one");
  process.kill(pidOf(folder), "SIGKILL");
  await before.lost;

  const after = await openEmbeddedDatabase(folder, { ...quick, port: before.port });
  expect(after).toMatchObject({ adopted: false, url: before.url });
  expect(await run(after.url, "select one from kept")).toEqual([{ one: 1 }]);
  await after.stop();
});

test("a pid file whose number belongs to another program by now doesn't stand in the way", async () => {
  await (await openEmbeddedDatabase(folder, quick)).stop();
  writeFileSync(
    path.join(folder, "postgres/postmaster.pid"),
    `${process.ppid}\n${folder}/postgres\n0\n5432\n\n\n\nready\n`,
  );
  const server = await openEmbeddedDatabase(folder, quick);
  expect(server.adopted).toBe(false);
  await server.stop();
});

test("a copy of the data folder of a running server is a database of its own", async () => {
  const original = await openEmbeddedDatabase(folder, quick);
  const copy = path.join(folder, "copy");
  for (const part of ["postgres", "postgres-password"]) {
    cpSync(path.join(folder, part), path.join(copy, part), { recursive: true });
  }
  const copied = await openEmbeddedDatabase(copy, quick);
  expect(copied.port).not.toBe(original.port);
  await copied.stop();
  expect(await answers(original.url)).toBe(true);
  await original.stop();
});

test("only the password opens it", async () => {
  const server = await openEmbeddedDatabase(folder, quick);
  const url = new URL(server.url);
  url.password = "wrong";
  expect(await answers(url.href)).toBe(false);
  await server.stop();
});

function pidOf(home: string): number {
  return Number(readFileSync(path.join(home, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
}

async function answers(url: string): Promise<boolean> {
  return run(url, "select 1").then(
    () => true,
    () => false,
  );
}

async function run(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
