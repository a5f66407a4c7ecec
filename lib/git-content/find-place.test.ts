import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createBareRepository, runInRepository } from "../git/storage";
import { writeCommit } from "../git/write";
import { findPlace } from "./find-place";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-find-place-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
let tree: string;
let commit: string;

beforeAll(async () => {
  await createBareRepository(id, "main");
  tree = (await runInRepository(id, ["mktree"], { input: "" })).toString().trim();
  const author = { name: "Ada", email: "ada@example.com" };
  commit = await writeCommit(id, { tree, parents: [], message: "One", author, committer: author, at: new Date() });
  for (const ref of ["heads/main", "heads/feature/x", "tags/main/src"]) {
    await runInRepository(id, ["update-ref", `refs/${ref}`, commit]);
  }
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

test("an address is the longest branch or tag that it begins with, packed or not, else a commit", async () => {
  const places = async () => ({
    branch: await findPlace(id, "feature/x/a/b"),
    tag: await findPlace(id, "main/src/a"),
    root: await findPlace(id, "main"),
    commit: await findPlace(id, `${commit}/a`),
    deep: await findPlace(id, `main/${"a/".repeat(500)}b`),
  });
  const found = {
    branch: { kind: "branch", name: "feature/x", commit, path: "a/b" },
    tag: { kind: "tag", name: "main/src", commit, path: "a" },
    root: { kind: "branch", name: "main", commit, path: "" },
    commit: { kind: "commit", name: commit, commit, path: "a" },
    deep: { kind: "branch", name: "main", commit, path: `${"a/".repeat(500)}b` },
  };
  expect(await places()).toEqual(found);
  await runInRepository(id, ["pack-refs", "--all"]);
  expect(await places()).toEqual(found);
});

test("what names no commit is no place", async () => {
  for (const address of [
    tree,
    "feature",
    "../main",
    "",
    "/main",
    "main^{tree}",
    "main\nHEAD",
    "HEAD~1",
    "0".repeat(40),
  ]) {
    expect(await findPlace(id, address), address).toBeNull();
  }
});
