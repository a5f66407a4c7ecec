import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Commit, readCommits } from "./commits";
import { readInfos, readObjects, stayingGitProcesses } from "./objects";
import { GitError, GitOutputError } from "./run";
import { createBareRepository, deleteBareRepository, runInRepository } from "./storage";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-objects-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

beforeAll(async () => {
  await createBareRepository(id, "main");
  await runInRepository(id, ["mktree"], { input: "" });
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function write(content: string | Buffer, type = "blob"): Promise<string> {
  const args = ["hash-object", "-w", "--literally", "-t", type, "--stdin"];
  return (await runInRepository(id, args, { input: content })).toString().trim();
}

/** The processes that read objects of this repository, by what the system says of all. */
async function readerPids(): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-eo", "pid=,args="]);
  const own = stdout.split("\n").filter((line) => line.includes(`${id}.git cat-file`));
  return own.map((line) => Number.parseInt(line, 10));
}

test("objects are told in the order of their names, and what names nothing is null", async () => {
  const [one, two] = [await write("one\n"), await write("a\nb\0c")];
  const missing = "0123456789".repeat(4);
  expect(await readInfos(id, [two, missing, one, "HEAD^{commit}", emptyTree])).toEqual([
    { hash: two, type: "blob", size: 5 },
    null,
    { hash: one, type: "blob", size: 4 },
    null,
    { hash: emptyTree, type: "tree", size: 0 },
  ]);
  const objects = await readObjects(id, [one, missing, two, one]);
  expect(objects.map((object) => object?.content.toString() ?? null)).toEqual(["one\n", null, "a\nb\0c", "one\n"]);
  expect(await readObjects(id, [])).toEqual([]);
  await expect(readInfos(id, [`${one}\n${two}`])).rejects.toThrow("line break");
});

test("who asks at once is told apart, through one process", async () => {
  const contents = Array.from({ length: 300 }, (_, at) => `${at}\n`.repeat(at * 50 + 1));
  const hashes: string[] = [];
  for (const content of contents.slice(0, 20)) hashes.push(await write(content));
  const answers = await Promise.all(hashes.map((hash) => readObjects(id, [hash])));
  expect(answers.map(([object]) => object?.content.toString())).toEqual(contents.slice(0, 20));
  const many = Array.from({ length: 2_500 }, (_, at) => hashes[at % hashes.length] ?? "");
  expect((await readInfos(id, many)).map((info) => info?.hash)).toEqual(many);
  expect(await readerPids()).toHaveLength(1);
});

test("what was written, packed or moved since is read, and what was removed isn't there", async () => {
  const hash = await write("packed later");
  await runInRepository(id, ["update-ref", "refs/keep/blob", hash]);
  const lost = await write("lost later");
  expect(await readInfos(id, [hash, lost])).not.toContain(null);
  await runInRepository(id, ["gc", "--quiet", "--prune=now"]);
  expect((await readObjects(id, [hash]))[0]?.content.toString()).toBe("packed later");
  expect(await readInfos(id, [lost])).toEqual([null]);
  await runInRepository(id, ["repack", "-a", "-d", "-f", "--quiet"]);
  expect((await readObjects(id, [hash]))[0]?.content.toString()).toBe("packed later");
});

test("a process that ends under way, or is ended, is followed by another", async () => {
  const hash = await write("stays");
  await readInfos(id, [hash]);
  const [pid = 0] = await readerPids();
  process.kill(pid, "SIGSTOP");
  const cut = readInfos(id, [hash]);
  const next = readInfos(id, [hash]);
  process.kill(pid, "SIGKILL");
  await expect(cut).rejects.toThrow("git ended with a signal");
  expect(await next).toEqual([{ hash, type: "blob", size: 5 }]);
  const [other] = await readerPids();
  expect(other).not.toBe(pid);
});

test("a process that nobody asks ends, and is followed by another", async () => {
  const hash = await write("stays");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await readInfos(id, [hash]);
    expect(await readerPids()).toHaveLength(1);
    vi.advanceTimersByTime(10_000);
  } finally {
    vi.useRealTimers();
  }
  expect(stayingGitProcesses()).toBe(0);
  await vi.waitFor(async () => expect(await readerPids()).toEqual([]));
  expect(await readInfos(id, [hash])).toEqual([{ hash, type: "blob", size: 5 }]);
});

test("what gets no answer fails once for all that wait, and then is asked of another", async () => {
  const hash = await write("hangs");
  await readInfos(id, [hash]);
  const [pid = 0] = await readerPids();
  process.kill(pid, "SIGSTOP");
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const asked = Promise.allSettled([1, 2, 3].map(() => readInfos(id, [hash])));
    // Its turn comes first, then its clock starts.
    await new Promise(setImmediate);
    vi.advanceTimersByTime(30_000);
    for (const { status } of await asked) expect(status).toBe("rejected");
    expect(await readInfos(id, [hash])).toHaveLength(1);
  } finally {
    vi.useRealTimers();
    process.kill(pid, "SIGKILL");
  }
});

test("however many repositories are read at once, few processes stay", async () => {
  const ids = Array.from({ length: 20 }, () => randomUUID());
  for (const one of ids) await createBareRepository(one, "main");
  const read = () => Promise.all(ids.map((one) => readInfos(one, [emptyTree])));
  expect((await read()).flat()).toHaveLength(20);
  expect(stayingGitProcesses()).toBeLessThanOrEqual(16);
  await read();
  expect(stayingGitProcesses()).toBeLessThanOrEqual(16);
  expect(await readInfos(ids[0] ?? "", [emptyTree])).toEqual([{ hash: emptyTree, type: "tree", size: 0 }]);
});

test("no process stays for good, however much is asked of it", async () => {
  const hash = await write("read often");
  await readInfos(id, [hash]);
  const [pid] = await readerPids();
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    vi.advanceTimersByTime(10 * 60_000);
    expect(await readInfos(id, [hash])).toEqual([{ hash, type: "blob", size: 10 }]);
  } finally {
    vi.useRealTimers();
  }
  const [other] = await vi.waitUntil(async () => {
    const pids = await readerPids();
    return pids.length === 1 && pids;
  });
  expect(other).not.toBe(pid);
  await readInfos(
    id,
    Array.from({ length: 21_000 }, () => hash),
  );
  await readInfos(id, [hash]);
  await vi.waitFor(async () => expect(await readerPids()).toEqual([expect.not.toBeOneOf([pid, other])]));
});

test("what an object is replaced with is not what it is", async () => {
  const [shown, hidden] = [await write("as committed"), await write("as replaced")];
  await runInRepository(id, ["update-ref", `refs/replace/${shown}`, hidden]);
  expect((await readObjects(id, [shown]))[0]?.content.toString()).toBe("as committed");
  await runInRepository(id, ["update-ref", "-d", `refs/replace/${shown}`]);
});

test("a repository that isn't there, or is too much at once, is an error, and others are read on", async () => {
  await expect(readInfos(randomUUID(), [emptyTree])).rejects.toThrow(GitError);
  const gone = randomUUID();
  await createBareRepository(gone, "main");
  expect(await readInfos(gone, [emptyTree])).toEqual([{ hash: emptyTree, type: "tree", size: 0 }]);
  await deleteBareRepository(gone);
  const large = await write(Buffer.alloc(40 * 1024 * 1024, "x"));
  const [small, twice] = await Promise.allSettled([readInfos(id, [large]), readObjects(id, [large, large])]);
  expect(small).toMatchObject({ status: "fulfilled", value: [{ size: 40 * 1024 * 1024 }] });
  expect(twice).toMatchObject({ status: "rejected", reason: expect.any(GitOutputError) });
  expect(await readInfos(id, [large])).toHaveLength(1);
});

test("commits are what git's own log says of them, however they were written", async () => {
  const header = (author: string, more = "") =>
    `tree ${emptyTree}\nauthor ${author}\ncommitter Ada <ada@example.com> 1700000000 +0100\n${more}`;
  const commits = [
    `${header("Ada <ada@example.com> 1700000000 +0000")}\nSubject\n\nBody\n`,
    `${header("Ada <ada@example.com> 1700000000 +0000")}\n\n\n  indented after empty lines`,
    `${header("Ada <ada@example.com> 1700000000 +0000")}\n`,
    `${header("  Ada  Lovelace   < ada@example.com > 12 -0730")}\nSpaces\n`,
    `${header("<nobody@example.com> 12 +0000")}\nNo name\n`,
    `${header("Ada <> 12 +0000")}\nNo address\n`,
    `${header("Ada <ada@example.com>")}\nNo time\n`,
    `${header("Ada <a@b> <c@d> 12 +0000")}\nTwo addresses\n`,
    `${header("Nobody at all")}\nNo brackets\n`,
    `${header("Ada <ada@example.com> 99999999999999 +0000")}\nFar away\n`,
    `${header("Ada <ada@example.com> 1 +0000", "gpgsig -----BEGIN\n author Eve <eve@example.com> 1 +0000\n \n -----END\n")}\nSigned\n`,
    Buffer.from(`${header("J\xfcrgen <j@example.com> 1 +0000", "encoding ISO-8859-1\n")}\nGr\xfc\xdfe\n`, "latin1"),
    Buffer.from(`${header("J\xfcrgen <j@example.com> 1 +0000")}\nNot UTF-8: \xff\n`, "latin1"),
    `${header("Ada <ada@example.com> 1 +0000", "encoding no-such-encoding\n")}\nGrüße\n`,
    `${header("Ada <ada@example.com> 1 +0000")}\nBefore a NUL\0after it\n`,
    `${header("Ada <ada@example.com> 1 +0000", `parent ${emptyTree}\n`)}\nA parent too late\n`,
    `${header("Ada <ada@example.com> 1 +0000", "parent none\n")}\nNo parent\n`,
    `${header("Ada <ada@example.com> 1 +0000", "author Eve <eve@example.com> 2 +0000\n")}\nTwo authors\n`,
  ];
  const hashes: string[] = [];
  for (const commit of commits) hashes.push(await write(commit, "commit"));
  const read = await readCommits(id, hashes);
  for (const hash of hashes) expect(shown(read.get(hash))).toEqual(await logged(hash));
  const wide = await write(`${header("Ada <ada@example.com> 1 +0000", "encoding UTF-16LE\n")}\nWide\n`, "commit");
  expect((await readCommits(id, [wide])).get(wide)).toMatchObject({ tree: emptyTree, author: { name: "Ada" } });
  expect(await readCommits(id, [emptyTree, "0".repeat(40)])).toEqual(new Map());
  await expect(readCommits(id, ["main"])).rejects.toThrow();
});

function shown(commit: Commit | undefined): unknown[] | undefined {
  if (!commit) return undefined;
  const { hash, tree, parents, author, authoredAt, committer, committedAt, message } = commit;
  const seconds = (date: Date) => date.getTime() / 1000;
  return [
    hash,
    tree,
    parents.join(" "),
    author.name,
    author.email,
    seconds(authoredAt),
    committer.name,
    committer.email,
  ].concat([seconds(committedAt), message]);
}

async function logged(hash: string): Promise<unknown[]> {
  const format = ["%H", "%T", "%P", "%an", "%ae", "%at", "%cn", "%ce", "%ct", "%B"].join("%x00");
  const output = await runInRepository(id, ["log", "-z", "-1", `--format=${format}`, hash]);
  const values = output.toString().split("\0").slice(0, 10);
  return values.map((value, at) => (at === 5 || at === 8 ? Math.min(Number(value), 253402300799) : value));
}
