import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { Readable } from "node:stream";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { mergeTrees } from "./merge";
import { createBareRepository, runInRepository } from "./storage";
import { TreeConflictError, writeBlob, writeCommit, writeTree } from "./write";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-write-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
const ada = { name: "Ada", email: "ada@example.com" };
let file: { hash: string; mode: null };

beforeAll(async () => {
  await createBareRepository(id, "main");
  file = { hash: await writeBlob(id, Readable.from(["text\n"])), mode: null };
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** The tree that holds a file at each path, each with its own name in it. */
async function treeOf(...paths: string[]): Promise<string> {
  const changes = paths.map(async (path) => {
    const hash = await writeBlob(id, Readable.from([`${path.slice(-1)}\n`.repeat(5)]));
    return { path, file: { hash, mode: null } };
  });
  const tree = await writeTree(id, null, await Promise.all(changes));
  if (!tree) throw new Error("The tree is empty.");
  return tree;
}

function commitOf(tree: string, ...parents: string[]): Promise<string> {
  return writeCommit(id, {
    tree,
    parents,
    message: "Change",
    author: ada,
    committer: ada,
    at: new Date(1_700_000_000_000),
  });
}

async function pathsIn(tree: string | null): Promise<string[]> {
  const output = await runInRepository(id, ["ls-tree", "-r", "-z", "--name-only", tree ?? ""]);
  return output
    .toString("latin1")
    .split("\0")
    .filter((path) => path !== "");
}

test("names that aren't UTF-8 stay byte by byte beside what is changed, and those that are come as they are", async () => {
  const lines = ["caf\xe9.txt", "caf\xe8.txt"].map((name) => `100644 blob ${file.hash}\t${name}\0`);
  const input = Buffer.from(lines.join(""), "latin1");
  const base = (await runInRepository(id, ["mktree", "-z"], { input })).toString().trim();
  const tree = await writeTree(id, base, [{ path: "ü/ä.txt", file }]);
  expect(await pathsIn(tree)).toEqual(["caf\xe8.txt", "caf\xe9.txt", Buffer.from("ü/ä.txt").toString("latin1")]);
  await expect(writeTree(id, tree, [{ path: "ü", file }])).rejects.toThrow(new TreeConflictError("ü"));
});

test("a file takes the place of a folder that the same changes empty", async () => {
  const base = await treeOf("a/b", "c");
  const emptied = { path: "a/b", file: null };
  expect(await pathsIn(await writeTree(id, base, [{ path: "a", file }, emptied]))).toEqual(["a", "c"]);
  await expect(writeTree(id, await treeOf("a/b", "a/c"), [{ path: "a", file }, emptied])).rejects.toThrow(
    TreeConflictError,
  );
});

test("a folder that one side splits in two, where the other adds to it, is a conflict without a file", async () => {
  const base = await commitOf(await treeOf("d/1", "d/2", "d/3", "d/4"));
  const split = await commitOf(await treeOf("x/1", "x/2", "y/3", "y/4"), base);
  const adds = await commitOf(await treeOf("d/1", "d/2", "d/3", "d/4", "d/new"), base);
  expect(await mergeTrees(id, split, adds)).toEqual({ conflicts: [] });
});

test("commits whose histories never met are not merged", async () => {
  const [one, other] = [await commitOf(await treeOf("a")), await commitOf(await treeOf("b"))];
  expect(await mergeTrees(id, one, other)).toEqual({ unrelated: true });
  const both = await commitOf(await treeOf("a", "b"), one);
  expect(await mergeTrees(id, one, both)).toEqual({ tree: await treeOf("a", "b") });
});
