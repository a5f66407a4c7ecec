import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { refTarget, refTargets } from "./ref-targets";
import { hasBranch } from "./refs";
import { resolveCommit } from "./resolve";
import { createBareRepository, repositoryPath, runInRepository } from "./storage";
import { writeCommit } from "./write";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-ref-targets-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
let first: string;
let second: string;

beforeAll(async () => {
  await createBareRepository(id, "main");
  const tree = (await runInRepository(id, ["mktree"], { input: "" })).toString().trim();
  const author = { name: "Ada", email: "ada@example.com" };
  const commit = (message: string, parents: string[]) =>
    writeCommit(id, { tree, parents, message, author, committer: author, at: new Date() });
  first = await commit("First", []);
  second = await commit("Second", [first]);
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function listedByGit(): Promise<Map<string, string>> {
  const output = await runInRepository(id, ["for-each-ref", "--format=%(refname) %(objectname)"]);
  const lines = output.toString().trim().split("\n");
  return new Map(lines.map((line): [string, string] => [line.slice(0, -41), line.slice(-40)]));
}

test("refs are found wherever git keeps them, and are what git says", async () => {
  const set = (ref: string, hash: string) => runInRepository(id, ["update-ref", ref, hash]);
  await set("refs/heads/main", first);
  await set("refs/heads/moved", first);
  await set("refs/heads/gone", first);
  await set("refs/heads/deep/er", second);
  await runInRepository(id, ["-c", "user.name=A", "-c", "user.email=a@b", "tag", "-a", "-m", "One", "v1", first]);
  await runInRepository(id, ["pack-refs", "--all"]);
  await set("refs/heads/moved", second);
  await set("refs/heads/loose", second);
  await runInRepository(id, ["update-ref", "-d", "refs/heads/gone"]);
  await runInRepository(id, ["symbolic-ref", "refs/heads/alias", "refs/heads/main"]);
  await runInRepository(id, ["symbolic-ref", "refs/heads/nowhere", "refs/heads/none"]);

  const targets = await listedByGit();
  expect([...targets.keys()]).toContain("refs/heads/alias");
  const none = ["refs/heads/gone", "refs/heads/deep", "refs/heads/mai", "refs/heads/main/x", "refs/heads/nowhere"];
  expect(await refTargets(id, [...targets.keys(), ...none])).toEqual(targets);
  expect(await refTarget(id, "refs/heads/moved")).toBe(second);
  expect([await hasBranch(id, "main"), await hasBranch(id, "deep"), await hasBranch(id, "v1")]).toEqual([
    true,
    false,
    false,
  ]);
  expect([await resolveCommit(id, "v1"), await resolveCommit(id, "deep/er"), await resolveCommit(id, "alias")]).toEqual(
    [first, second, first],
  );
});

test("each of many packed refs is found, and none that isn't there", async () => {
  const names = Array.from({ length: 400 }, (_, at) => `refs/heads/many/${(at * 7919) % 1009}-${"x".repeat(at % 60)}`);
  const input = names.map((name, at) => `create ${name} ${at % 2 ? first : second}\n`).join("");
  await runInRepository(id, ["update-ref", "--stdin"], { input });
  for (const at of [1, 2, 3]) {
    const tag = ["tag", "-a", "-m", "Annotated", `many-${at}`, first];
    await runInRepository(id, ["-c", "user.name=A", "-c", "user.email=a@b", ...tag]);
  }
  await runInRepository(id, ["pack-refs", "--all"]);
  const all = await listedByGit();
  expect(all.size).toBeGreaterThan(400);
  const others = names.flatMap((name) => [`${name}y`, name.slice(0, -1)]).filter((name) => !all.has(name));
  expect(await refTargets(id, [...all.keys(), ...others, "refs/a", "refs/zz"])).toEqual(all);
});

test("a ref whose file is damaged names nothing, whatever was packed before", async () => {
  await runInRepository(id, ["update-ref", "refs/heads/damaged", first]);
  await runInRepository(id, ["pack-refs", "--all"]);
  await writeFile(path.join(repositoryPath(id), "refs/heads/damaged"), "");
  expect(await refTarget(id, "refs/heads/damaged")).toBeNull();
});

test("what no ref is called reads no file", async () => {
  await writeFile(path.join(repositoryPath(id), "outside"), `${first}\n`);
  for (const ref of [
    "",
    "refs/../outside",
    "refs/heads/./../../outside",
    "refs/heads/../../config",
    "refs/heads/a..b",
    "/etc/passwd",
    "refs/heads/",
    `refs/heads/${"a".repeat(300)}`,
    `refs/heads/${"a/".repeat(600)}a`,
    "refs/heads/a\0b",
    "refs/heads/a\nb",
  ]) {
    expect(await refTarget(id, ref), ref).toBeNull();
  }
  expect(await refTarget(randomUUID(), "refs/heads/main")).toBeNull();
});

test("a tag or commit whose name looks like a branch's is no branch", async () => {
  const described = `missing-1-g${second.slice(0, 10)}`;
  await runInRepository(id, ["update-ref", "refs/tags/refs/heads/shadow", second]);
  expect(await resolveCommit(id, described)).toBeNull();
  expect(await refTarget(id, "refs/heads/shadow")).toBeNull();
  expect(await resolveCommit(id, "shadow")).toBeNull();
});
