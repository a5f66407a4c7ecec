import { randomUUID } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Client, gitClient } from "@/test-support/git";
import { countCommits, getCommit, listCommits } from "./commits";
import { hunksOf, listChanges, readHunks, streamDiff } from "./diff";
import { importRepository, sourceAddress } from "./import";
import { getBranch, getTag, listBranches, listBranchesAndTags, listTags } from "./refs";
import { resolveCommit } from "./resolve";
import { GitBusyError, GitOutputError, runGit, runningGitProcesses } from "./run";
import { diskSize, findEntry, readBlob, readTree, streamBlob, type TreeEntry, withSizes } from "./source";
import { createBareRepository, deleteBareRepository, repositoryPath, runInRepository, setHead } from "./storage";
import { mostStreams } from "./stream";
import { readAnnotation } from "./tag-object";
import { writeCommit } from "./write";

const dataDir = vi.hoisted(() => {
  const folder = `${process.env.TMPDIR ?? "/tmp"}/latchkey-git-test-${process.pid}`;
  process.env.LATCHKEY_DATA_DIR = folder;
  return folder;
});

const id = randomUUID();
let client: Client;
let first: string;
let second: string;
let topic: string;

beforeAll(async () => {
  client = await gitClient();
  first = await client.commit("README.md", "# Hello\n", "First\n\nWith a body.");
  await symlink("README.md", path.join(client.folder, "link"));
  await client.git("add", "link");
  second = await client.commit("src/deep/ümlaut file.txt", "text\n", "Second");
  await client.git("tag", "light");
  await client.git("tag", "--annotate", "--message=Release one", "v1/final", first);
  await client.git("tag", "--annotate", "--message=A tag of a tag", "nested", "v1/final");
  await client.git("checkout", "--quiet", "-b", "feature/topic");
  topic = await client.commit("binary.dat", "a\0b", "Third");
  await client.git("notes", "add", "--message=noted", first);
  await client.git("update-ref", "refs/pull/1/head", topic);
  await client.git("checkout", "--quiet", "main");
  await createBareRepository(id, "trunk");
  await importRepository(id, client.folder);
});

afterAll(async () => {
  await client.remove();
  rmSync(dataDir, { recursive: true, force: true });
});

test("an import brings branches, tags and notes, takes over the main branch, and leaves other refs behind", async () => {
  const refs = (await runInRepository(id, ["for-each-ref", "--format=%(refname)"])).toString().trim().split("\n");
  expect(refs).toEqual([
    "refs/heads/feature/topic",
    "refs/heads/main",
    "refs/notes/commits",
    "refs/tags/light",
    "refs/tags/nested",
    "refs/tags/v1/final",
  ]);
  expect((await runInRepository(id, ["symbolic-ref", "HEAD"])).toString().trim()).toBe("refs/heads/main");
});

test("a checkout of a single commit, shallow even, is imported with a branch of its own", async () => {
  const checkout = await gitClient({ init: false });
  await checkout.git("clone", "--quiet", "--depth=1", `file://${client.folder}`, ".");
  await checkout.git("checkout", "--quiet", "--detach");
  await checkout.git("branch", "--delete", "--force", "main");
  const copy = randomUUID();
  await createBareRepository(copy, "main");
  const lines: string[] = [];
  expect(await importRepository(copy, checkout.folder, (line) => lines.push(line))).toEqual({
    mainBranch: "main",
    branches: 1,
  });
  expect(await resolveCommit(copy, "HEAD")).toBe(second);
  await checkout.remove();
});

test("an empty source is imported as an empty repository", async () => {
  const empty = await gitClient();
  const copy = randomUUID();
  await createBareRepository(copy, "main");
  expect(await importRepository(copy, empty.folder)).toEqual({ mainBranch: null, branches: 0 });
  expect(await listCommits(copy, { limit: 10 })).toEqual({ commits: [], more: false });
  expect(await listBranches(copy, { limit: 10 })).toEqual({ items: [], total: 0 });
  expect(await resolveCommit(copy, "HEAD")).toBeNull();
  await empty.remove();
});

test("only folders and http, https and file addresses are sources", () => {
  expect(sourceAddress("/srv/x")).toBe("/srv/x");
  expect(sourceAddress("--upload-pack=evil")).toBe(path.resolve("--upload-pack=evil"));
  expect(sourceAddress("https://example.com/x.git")).toBe("https://example.com/x.git");
  for (const source of ["", "ext::sh -c evil", "ssh://host/x", "git://host/x", "a\nb", "fd::17"]) {
    expect(() => sourceAddress(source), source).toThrow();
  }
});

test("an address that can't be read fails without showing its password", async () => {
  const copy = randomUUID();
  await createBareRepository(copy, "main");
  const failing = importRepository(copy, "http://user:hunter2@127.0.0.1:9/x.git");
  await expect(failing).rejects.toThrow(/git ended/);
  await expect(failing).rejects.not.toThrow(/hunter2/);
});

test.each([
  ["HEAD", () => second],
  ["a full hash", () => first, () => first],
  ["a hash in capitals", () => first, () => first.toUpperCase()],
  ["a prefix of four or more", () => topic, () => topic.slice(0, 12)],
  ["main", () => second],
  ["feature/topic", () => topic],
  ["light", () => second],
  ["v1/final", () => first],
  ["nested", () => first],
])("%s names a commit", async (spec, commit, text = () => spec) => {
  expect(await resolveCommit(id, text())).toBe(commit());
});

test.each([
  "",
  "unknown",
  "abc",
  "main..feature/topic",
  "main^",
  "main~1",
  "@",
  "main@{0}",
  ":README.md",
  "main:README.md",
  "--all",
  "-n1",
  "main\nHEAD",
  "main\0",
  "../HEAD",
  "refs/../HEAD",
  "feature/*",
  "feature",
  "feature/",
  "/main",
  "x-gabcdef1",
  "0".repeat(40),
])("%j names no commit", async (spec) => {
  expect(await resolveCommit(id, spec)).toBeNull();
});

test("the hash of a tree is no commit", async () => {
  const tree = (await client.git("rev-parse", "HEAD^{tree}")).trim();
  expect(await resolveCommit(id, tree)).toBeNull();
});

test("branches are listed by page and in the order asked for, with their commits", async () => {
  const { items, total } = await listBranches(id, { limit: 1 });
  expect(total).toBe(2);
  expect(items).toMatchObject([{ kind: "branch", name: "feature/topic", target: { hash: topic, message: "Third\n" } }]);
  expect(
    (await listBranches(id, { limit: 5, compare: (one, other) => (one.name < other.name ? 1 : -1) })).items.map(
      ({ name }) => name,
    ),
  ).toEqual(["main", "feature/topic"]);
  expect((await listBranches(id, { limit: 5, offset: 2 })).items).toEqual([]);
  expect((await getBranch(id, "main"))?.target.hash).toBe(second);
  expect(await getBranch(id, "feature")).toBeNull();
  expect(await getBranch(id, "*")).toBeNull();
  expect(await getBranch(id, "light")).toBeNull();
});

test("tags name their commit; annotated ones tell their message and tagger", async () => {
  const { items } = await listTags(id, { limit: 10 });
  expect(items.map(({ name }) => name)).toEqual(["light", "nested", "v1/final"]);
  expect(items[0]).toMatchObject({ target: { hash: second }, annotation: null });
  expect(items[1]?.target.hash).toBe(first);
  expect(await getTag(id, "v1/final")).toMatchObject({
    target: { hash: first },
    annotation: { message: "Release one\n", tagger: { raw: "Ada <ada@example.com>" }, taggedAt: expect.any(Date) },
  });
  expect((await listBranchesAndTags(id, { limit: 10 })).items.map(({ kind }) => kind)).toEqual([
    "branch",
    "branch",
    "tag",
    "tag",
    "tag",
  ]);
});

test("a tag's object says by its hash what the tag does by its name, whatever is missing in it", async () => {
  const object = `object ${first}\ntype commit\ntag odd\n`;
  const tagger = "tagger Ada B. <ada@example.com>";
  const contents = [
    `${object}${tagger} 1700000000 +0100\n\nTwo\n\nparagraphs, and\ntagger Eve <eve@example.com> 1 +0000\n`,
    `${object}${tagger} 1700000000 +0100\n`,
    `${object}\nNobody's.\n`,
    `${object}tagger  <ada@example.com> 1700000000 +0000\n\nNameless.`,
  ];
  for (const input of contents) {
    const written = await runInRepository(id, ["hash-object", "-t", "tag", "-w", "--stdin", "--literally"], { input });
    const hash = written.toString().trim();
    await runInRepository(id, ["update-ref", "refs/tags/odd", hash]);
    const tag = await getTag(id, "odd");
    expect(tag?.annotation).toMatchObject({ message: expect.any(String) });
    expect(await readAnnotation(id, hash)).toEqual(tag?.annotation);
  }
  await runInRepository(id, ["update-ref", "-d", "refs/tags/odd"]);
  expect(await readAnnotation(id, first)).toBeNull();
});

test("commits are listed from all branches, or within what is included and excluded, or by path", async () => {
  const hashes = async (list: Parameters<typeof listCommits>[1]) =>
    (await listCommits(id, list)).commits.map(({ hash }) => hash).sort();
  expect(await hashes({ limit: 10 })).toEqual([first, second, topic].sort());
  expect(await hashes({ limit: 10, include: [second] })).toEqual([first, second].sort());
  expect(await hashes({ limit: 10, include: [topic], exclude: [second] })).toEqual([topic]);
  expect(await hashes({ limit: 10, path: "src" })).toEqual([second]);
  expect(await hashes({ limit: 10, path: ":(top)src" })).toEqual([]);
  expect((await listCommits(id, { limit: 2 })).more).toBe(true);
  expect((await listCommits(id, { limit: 2, offset: 1 })).more).toBe(false);
  expect(await countCommits(id, topic)).toBe(3);
});

test("a commit tells its author, dates, message and parents", async () => {
  expect(await getCommit(id, second)).toMatchObject({
    parents: [first],
    author: { name: "Ada", email: "ada@example.com", raw: "Ada <ada@example.com>" },
    committer: { raw: "Ada <ada@example.com>" },
    authoredAt: expect.any(Date),
  });
  expect((await getCommit(id, first))?.message).toBe("First\n\nWith a body.\n");
  await expect(getCommit(id, "--all")).rejects.toThrow();
});

test("folders are read to the depth asked for, folders first", async () => {
  const paths = async (path: string, depth?: number) => {
    const folder = await findEntry(id, second, path);
    return folder && (await readTree(id, folder, { depth })).map((entry) => [entry.path, entry.kind]);
  };
  expect(await paths("")).toEqual([
    ["src", "directory"],
    ["README.md", "file"],
    ["link", "symlink"],
  ]);
  expect(await paths("/src/")).toEqual([["src/deep", "directory"]]);
  expect(await paths("src", 2)).toEqual([
    ["src/deep", "directory"],
    ["src/deep/ümlaut file.txt", "file"],
  ]);
  for (const nothing of ["nowhere", "README.md/", "README.md/x", "../..", "src/../..", "src//deep", "./src", "a\0b"]) {
    expect(await findEntry(id, second, nothing), nothing).toBeNull();
  }
});

test("folders read to a depth tell all that a recursive listing does", async () => {
  const commit = await writeTree(
    `040000 tree ${await hashOf(`${second}^{tree}`)}\told\n160000 commit ${second}\tmodule\n100755 blob ${await hashOf(`${second}:README.md`)}\trun\n`,
  );
  const listed = (await runInRepository(id, ["ls-tree", "-r", "-t", "-l", "-z", commit])).toString().split("\0");
  const entries = await withSizes(id, await readTree(id, await rootOf(commit), { depth: 9 }));
  const lines = entries.map(({ mode, kind, hash, size, path }) => {
    const type = { directory: "tree", submodule: "commit", file: "blob", symlink: "blob" }[kind];
    return `${mode} ${type} ${hash} ${String(size ?? "-").padStart(7)}\t${path}`;
  });
  expect(lines.sort()).toEqual(listed.slice(0, -1).sort());
});

test("modes that nobody writes any more are told as git tells them", async () => {
  const blob = Buffer.from(await hashOf(`${second}:README.md`), "hex");
  const modes = ["100664 a", "100775 b", "100600 c", "100755 d", "120777 e"];
  const input = Buffer.concat(modes.flatMap((mode) => [Buffer.from(`${mode}\0`), blob]));
  const args = ["hash-object", "-w", "--literally", "-t", "tree", "--stdin"];
  const tree = (await runInRepository(id, args, { input })).toString().trim();
  const author = { name: "Ada", email: "ada@example.com" };
  const commit = await writeCommit(id, {
    tree,
    parents: [],
    message: "Modes",
    author,
    committer: author,
    at: new Date(),
  });
  const listed = (await runInRepository(id, ["ls-tree", "-z", commit])).toString().split("\0").slice(0, -1);
  const entries = await readTree(id, await rootOf(commit));
  expect(entries.map(({ mode, hash, path }) => `${mode} blob ${hash}\t${path}`).sort()).toEqual(listed.sort());
  expect(entries.map(({ kind, executable }) => [kind, executable])).toEqual([
    ["file", false],
    ["file", true],
    ["file", false],
    ["file", true],
    ["symlink", false],
  ]);
});

test("what lies deeper than asked for costs nothing, and what is past all listing is refused", {
  timeout: 20_000,
}, async () => {
  let tree = `100644 blob ${await hashOf(`${second}:README.md`)}`;
  let commit = "";
  for (let level = 0; level < 4; level += 1) {
    commit = await writeTree(Array.from({ length: 300 }, (_, at) => `${tree}\t${at}\n`).join(""));
    tree = `040000 tree ${await hashOf(`${commit}^{tree}`)}`;
  }
  expect(await readTree(id, await rootOf(commit), { depth: 2 })).toHaveLength(300 + 300 * 300);
  await expect(readTree(id, await rootOf(commit), { depth: 4 })).rejects.toThrow(GitOutputError);
});

async function rootOf(commit: string): Promise<TreeEntry> {
  const root = await findEntry(id, commit, "");
  if (!root) throw new Error("A commit has a root.");
  return root;
}

async function hashOf(revision: string): Promise<string> {
  return (await runInRepository(id, ["rev-parse", revision])).toString().trim();
}

/** A commit of what `mktree` makes of these entries. */
async function writeTree(input: string | Buffer): Promise<string> {
  const tree = (await runInRepository(id, ["mktree", "--missing"], { input })).toString().trim();
  const author = { name: "Ada", email: "ada@example.com" };
  return writeCommit(id, { tree, parents: [], message: "Tree", author, committer: author, at: new Date() });
}

test("a file is found with its size and read whole, as a stream, or by its size alone", async () => {
  const readme = await findEntry(id, second, "README.md");
  expect(readme).toMatchObject({ kind: "file", size: 8, mode: "100644", executable: false, name: "README.md" });
  expect(await findEntry(id, second, "README.md/")).toBeNull();
  if (!readme) return;
  expect((await readBlob(id, readme, 100)).bytes?.toString()).toBe("# Hello\n");
  expect(await readBlob(id, readme, 7)).toEqual({ size: 8, binary: false, bytes: null });
  const chunks: Buffer[] = [];
  for await (const chunk of await streamBlob(id, readme.hash)) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("# Hello\n");
  const binary = await findEntry(id, topic, "binary.dat");
  expect(binary && (await readBlob(id, binary, 100)).binary).toBe(true);
  expect(await diskSize(id)).toBeGreaterThan(0);
});

test("a file too large to be held in memory differs as a binary one does, whatever it holds", {
  timeout: 60_000,
}, async () => {
  const input = "0123456789abcde\n".repeat((33 * 1024 * 1024) / 16);
  const hash = (await runInRepository(id, ["hash-object", "-w", "--stdin"], { input })).toString().trim();
  const tree = (await runInRepository(id, ["mktree"], { input: `100644 blob ${hash}\tlarge.txt\n` })).toString().trim();
  const at = new Date();
  const author = { name: "Ada", email: "ada@example.com" };
  const commit = await writeCommit(id, { tree, parents: [], message: "Large", author, committer: author, at });
  const chunks: Buffer[] = [];
  for await (const chunk of await streamDiff(id, { from: null, to: commit })) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toContain("Binary files /dev/null and b/large.txt differ");
  const { changes } = await listChanges(id, { from: null, to: commit }, { offset: 0, limit: 10 });
  expect(changes).toMatchObject([{ newPath: "large.txt", linesAdded: null }]);
});

test("lines are counted of files whose names aren't UTF-8 too, of each its own", async () => {
  const blob = async (input: string) =>
    (await runInRepository(id, ["hash-object", "-w", "--stdin"], { input })).toString().trim();
  const [one, two, three] = [await blob("1\n"), await blob("1\n2\n"), await blob("1\n2\n3\n")];
  const names = ["b\xfe[1]*.txt", "b\xff[1]*.txt", "plain.txt"];
  const files = (...hashes: string[]) =>
    writeTree(Buffer.from(hashes.map((hash, at) => `100644 blob ${hash}\t${names[at]}\n`).join(""), "latin1"));
  const range = { from: await files(one, one, one), to: await files(two, three, two) };
  const { changes } = await listChanges(id, range, { offset: 0, limit: 10 });
  expect(changes.map(({ newPath, linesAdded, linesRemoved }) => [newPath, linesAdded, linesRemoved])).toEqual([
    ["b\ufffd[1]*.txt", 1, 0],
    ["b\ufffd[1]*.txt", 2, 0],
    ["plain.txt", 1, 0],
  ]);
  const hunks = await readHunks(id, range, changes, 10_000);
  expect(changes.map((change) => hunksOf(hunks, change)?.toString().split("+").length)).toEqual([3, 4, 3]);
});

test("no more files are streamed at once than may be, and the one too many gets its turn", async () => {
  // More than fits between two processes, so that git waits for a reader.
  const input = "0123456789abcdef".repeat(64 * 1024);
  const hash = (await runInRepository(id, ["hash-object", "-w", "--stdin"], { input })).toString().trim();
  const streams = await Promise.all(Array.from({ length: mostStreams }, () => streamBlob(id, hash)));
  await expect(streamBlob(id, hash, { waitMs: 20 })).rejects.toThrow(GitBusyError);
  // What a page says of a file doesn't wait for those who take theirs slowly.
  expect(await readBlob(id, { hash, size: input.length }, 100)).toEqual({
    size: input.length,
    binary: false,
    bytes: null,
  });
  const waiting = streamBlob(id, hash);
  streams[0]?.destroy();
  (await waiting).destroy();
  for (const stream of streams) stream.destroy();
  await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
});

test("git is stopped where it says too much or takes too long", async () => {
  await expect(runInRepository(id, ["log"], { maxBytes: 10 })).rejects.toThrow(/more than 10 bytes/);
  const hanging = ["-c", "alias.hang=!sleep 60", "hang"];
  await expect(runInRepository(id, hanging, { timeoutMs: 50 })).rejects.toThrow(/still running/);
  await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
});

test("settings of the machine and of the person who runs the server don't count", async () => {
  const settings = (await runGit(["config", "--list"], { cwd: tmpdir() })).toString();
  expect(settings.trim().split("\n")).toEqual(["safe.directory=*", "core.bigfilethreshold=32m"]);
});

test("a deleted repository is gone, and deleting it twice is no fault", async () => {
  const gone = randomUUID();
  await createBareRepository(gone, "main");
  await setHead(gone, "other");
  await deleteBareRepository(gone);
  await deleteBareRepository(gone);
  expect(existsSync(repositoryPath(gone))).toBe(false);
});

test("a path is made of ids alone", () => {
  for (const text of ["", "..", "../../etc/passwd", `${id}/../x`, "-".repeat(36)]) {
    expect(() => repositoryPath(text), text).toThrow();
  }
});
