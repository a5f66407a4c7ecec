import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type DiffLimits, readDiff } from "./read-diff";
import { resolveCommit } from "./resolve";
import { createBareRepository, runInRepository } from "./storage";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-read-diff-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
const wide: DiffLimits = { files: 100, lines: 1_000, linesOfFile: 1_000, bytes: 100_000, bytesOfFile: 100_000 };

beforeAll(() => createBareRepository(id, "main"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

type Change = { mode?: string; content?: string | Buffer; from?: string };

/** A commit on the main branch that changes these files: to the content, by renaming, or, without both, by removing. */
async function commit(changes: Record<string, Change>): Promise<string> {
  const parts: (string | Buffer)[] = ["commit refs/heads/main\ncommitter A <a@b.c> 1790000000 +0000\ndata 1\nx\n"];
  const known = await resolveCommit(id, "main");
  if (known) parts.push(`from ${known}\n`);
  for (const [path, { mode = "100644", content, from }] of Object.entries(changes)) {
    const name = JSON.stringify(path);
    if (from !== undefined) parts.push(`R ${JSON.stringify(from)} ${name}\n`);
    else if (mode === "160000") parts.push(`M 160000 ${"a".repeat(40)} ${name}\n`);
    else if (content === undefined) parts.push(`D ${name}\n`);
    else parts.push(`M ${mode} inline ${name}\ndata ${Buffer.byteLength(content)}\n`, content, "\n");
  }
  const input = Buffer.concat(parts.map((part) => Buffer.from(part)));
  await runInRepository(id, ["fast-import", "--quiet"], { input });
  return (await resolveCommit(id, "main")) ?? "";
}

async function read(range: { from: string | null; to: string }, limits: Partial<DiffLimits> = {}, paths?: string[]) {
  const { files, total } = await readDiff(id, range, { limits: { ...wide, ...limits }, paths });
  const shown = files.map(({ status, oldPath, newPath, hunks, omitted }) => ({
    name: oldPath === newPath ? newPath : `${oldPath} → ${newPath}`,
    status,
    hunks: hunks?.toString("latin1") ?? null,
    omitted,
  }));
  return {
    total,
    files: Object.fromEntries(shown.map(({ name, ...rest }): [string, typeof rest] => [name ?? "", rest])),
  };
}

test("each file is told in what became of it, with its lines as they are", async () => {
  const from = await commit({
    "a b.txt": { content: "one\n" },
    'quo"ted\nname': { content: "one\n" },
    "old.txt": { content: "same\n" },
    "run.sh": { content: "echo\n" },
    "gone.txt": { content: "gone\n" },
    "latin1.txt": { content: Buffer.from("é\n", "latin1") },
    "data.bin": { content: Buffer.from([0, 1]) },
    turned: { content: "text\n" },
  });
  const to = await commit({
    "a b.txt": { content: "one\r\ntwo" },
    'quo"ted\nname': { content: "two\n" },
    "new.txt": { from: "old.txt" },
    "run.sh": { content: "echo\n", mode: "100755" },
    "gone.txt": {},
    "latin1.txt": { content: Buffer.from("è\n", "latin1") },
    "data.bin": { content: Buffer.from([0, 2]) },
    "empty.txt": { content: "" },
    turned: { content: "a b.txt", mode: "120000" },
    module: { mode: "160000" },
  });
  const { files, total } = await read({ from, to });
  expect(total).toBe(10);
  const none = { hunks: null, omitted: null };
  expect(files).toEqual({
    "a b.txt": {
      status: "modified",
      hunks: "@@ -1 +1,2 @@\n-one\n+one\r\n+two\n\\ No newline at end of file\n",
      omitted: null,
    },
    'quo"ted\nname': { status: "modified", hunks: "@@ -1 +1 @@\n-one\n+two\n", omitted: null },
    "old.txt → new.txt": { status: "renamed", ...none },
    "run.sh": { status: "modified", ...none },
    "gone.txt → null": { status: "removed", hunks: "@@ -1 +0,0 @@\n-gone\n", omitted: null },
    "latin1.txt": { status: "modified", hunks: "@@ -1 +1 @@\n-\xe9\n+\xe8\n", omitted: null },
    "data.bin": { status: "modified", hunks: null, omitted: "binary" },
    "null → empty.txt": { status: "added", ...none },
    turned: {
      status: "modified",
      hunks: "@@ -1 +0,0 @@\n-text\n@@ -0,0 +1 @@\n+a b.txt\n\\ No newline at end of file\n",
      omitted: null,
    },
    "null → module": {
      status: "added",
      hunks: `@@ -0,0 +1 @@\n+Subproject commit ${"a".repeat(40)}\n`,
      omitted: null,
    },
  });
});

test("what is beyond a limit is named and not shown, and what comes after it is", async () => {
  const from = await commit({ base: { content: "base\n" } });
  const to = await commit({
    "1 long": { content: "line\n".repeat(50) },
    "2 wide": { content: `${"x".repeat(5_000)}\n` },
    "3 short": { content: "line\n" },
    "4 also short": { content: "line\nline\n" },
    "5 last": { content: "line\nline\nline\n" },
  });
  const { files, total } = await read({ from, to }, { files: 4, linesOfFile: 20, bytesOfFile: 1_000 });
  expect(total).toBe(5);
  expect(Object.values(files).map(({ omitted }) => omitted)).toEqual(["too_large", "too_large", null, null]);
  const few = await read({ from, to }, { lines: 4 });
  expect(few.files["null → 3 short"]?.omitted).toBe(null);
  expect(few.files["null → 4 also short"]?.omitted).toBe("too_large");
  const alone = await read({ from, to }, { files: 4 }, ["5 last"]);
  expect(alone.total).toBe(1);
  expect(alone.files["null → 5 last"]?.hunks).toContain("+line\n+line\n+line\n");
});

test("a line that looks like the beginning of a file is a line", async () => {
  const from = await commit({ "tricky.txt": { content: "a\n" } });
  const content = `a\ndiff --git a/x b/x\nindex ${"1".repeat(40)}..${"2".repeat(40)} 100644\n@@ -1 +1 @@\n`;
  const to = await commit({ "tricky.txt": { content } });
  const { files } = await read({ from, to });
  expect(files["tricky.txt"]?.hunks).toBe(
    `@@ -1 +1,4 @@\n a\n${content
      .split("\n")
      .slice(1, -1)
      .map((line) => `+${line}\n`)
      .join("")}`,
  );
});

test("the first commit differs from nothing", async () => {
  const only = await commit({ base: { content: "again\n" } });
  const { total } = await read({ from: null, to: only });
  expect(total).toBeGreaterThan(1);
});
