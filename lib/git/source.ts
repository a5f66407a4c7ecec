import type { Readable } from "node:stream";
import { withoutOuterSlashes } from "../slashes";
import { known } from "./commits";
import { GitError, GitOutputError, mostOutput, runGit } from "./run";
import { repositoryPath, runInRepository } from "./storage";
import { streamGit } from "./stream";

export type TreeEntry = {
  kind: "file" | "directory" | "symlink" | "submodule";
  /** From the root, without a leading slash. */
  path: string;
  name: string;
  hash: string;
  mode: string;
  executable: boolean;
  /** In bytes; null for what is no file. */
  size: number | null;
};

/** What lies at the path in the commit; the root is the empty path. Null where nothing does. */
export async function findEntry(repositoryId: string, commit: string, path: string): Promise<TreeEntry | null> {
  const normal = normalPath(path);
  if (normal === null) return null;
  if (normal === "") return { ...rootEntry, hash: known(commit) };
  const [entry] = await listTree(repositoryId, known(commit), [normal]);
  if (!entry || (path.endsWith("/") && entry.kind !== "directory")) return null;
  return entry;
}

/**
 * The entries of a folder, folders first. With a depth above 1 also those of the folders in it. Throws `GitOutputError`
 * where there are more than are held at once.
 */
export async function readTree(
  repositoryId: string,
  commit: string,
  path: string,
  { depth = 1 }: { depth?: number } = {},
): Promise<TreeEntry[] | null> {
  const folder = await findEntry(repositoryId, commit, path);
  if (folder?.kind !== "directory") return null;
  const prefix = folder.path === "" ? "" : `${folder.path}/`;
  const entries = await (depth > 1
    ? listLevels(repositoryId, folder.hash, depth)
    : listTree(repositoryId, folder.hash));
  return entries
    .map((entry) => ({ ...entry, path: prefix + entry.path }))
    .sort(
      (a, b) =>
        depthOf(a.path) - depthOf(b.path) ||
        Number(b.kind === "directory") - Number(a.kind === "directory") ||
        (a.path < b.path ? -1 : 1),
    );
}

/** A file's bytes, as they come. See `streamGit`. */
export function streamBlob(repositoryId: string, hash: string, options?: { waitMs?: number }): Promise<Readable> {
  return streamGit(repositoryId, ["cat-file", "blob", known(hash)], options);
}

type BlobContent = {
  size: number;
  binary: boolean /** Null where the file is larger than asked for. */;
  bytes: Buffer | null;
};

/** A file's content where it is no larger than `maxBytes`, else only its size and kind. */
export async function readBlob(
  repositoryId: string,
  entry: Pick<TreeEntry, "hash" | "size">,
  maxBytes: number,
): Promise<BlobContent> {
  const size = entry.size ?? 0;
  const whole = size <= maxBytes;
  const limit = whole ? { maxBytes } : { enoughBytes: sniffedBytes };
  const bytes = await runInRepository(repositoryId, ["cat-file", "blob", known(entry.hash)], limit);
  return { size, binary: isBinary(bytes), bytes: whole ? bytes : null };
}

const sniffedBytes = 8000;

/** git's own guess: a NUL near the beginning. */
function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, sniffedBytes).includes(0);
}

/** The bytes that the repository takes on disk. */
export function diskSize(repositoryId: string): Promise<number> {
  return diskSizeOf(repositoryPath(repositoryId));
}

export async function diskSizeOf(folder: string): Promise<number> {
  const output = (await runGit(["count-objects", "-v"], { env: { GIT_DIR: folder } })).toString();
  const kibibytes = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(output)?.[1] ?? 0);
  return (kibibytes("size") + kibibytes("size-pack")) * 1024;
}

const rootEntry = { kind: "directory", path: "", name: "", mode: "040000", executable: false, size: null } as const;

/** Without slashes at its ends; null where a part of it could only mean mischief. */
export function normalPath(path: string): string | null {
  const parts = withoutOuterSlashes(path).split("/");
  if (parts.length === 1 && parts[0] === "") return "";
  if (parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0"))) return null;
  return parts.join("/");
}

async function listTree(repositoryId: string, treeish: string, paths: readonly string[] = []): Promise<TreeEntry[]> {
  const output = await runInRepository(repositoryId, ["ls-tree", "-z", "-l", "--full-tree", treeish, "--", ...paths]);
  return output
    .toString()
    .split("\0")
    .filter((line) => line !== "")
    .map(parseEntry);
}

/** `mode type hash size<TAB>path` */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", , hash = "", size = "-"] = line.slice(0, tab).split(/ +/);
  return { ...entryOf(mode, line.slice(tab + 1), hash), size: size === "-" ? null : Number(size) };
}

function entryOf(mode: string, path: string, hash: string): TreeEntry {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { kind: kinds[mode] ?? "file", path, name, hash, mode, executable: mode === "100755", size: null };
}

const kinds: Readonly<Record<string, TreeEntry["kind"]>> = {
  "040000": "directory",
  "120000": "symlink",
  "160000": "submodule",
};

/** What lies beneath a tree, a git for each level: what is deeper than asked for isn't read. */
async function listLevels(repositoryId: string, root: string, depth: number): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  let bytes = 0;
  let folders: Pick<TreeEntry, "hash" | "path">[] = [{ hash: root, path: "" }];
  for (let level = 1; level <= depth && folders.length > 0; level += 1) {
    const trees = await readTrees(repositoryId, folders);
    const deeper: TreeEntry[] = [];
    for (const [at, tree] of trees.entries()) {
      const folder = folders[at]?.path ?? "";
      for (const entry of entriesOf(tree, folder === "" ? "" : `${folder}/`)) {
        // A few trees that hold each other many times over come to any number of paths.
        bytes += entry.path.length + bytesBesides;
        if (bytes > mostOutput) throw new GitOutputError(null, `more than ${mostOutput} bytes of paths`);
        entries.push(entry);
        if (entry.kind === "directory") deeper.push(entry);
      }
    }
    folders = deeper;
  }
  return withSizes(repositoryId, entries);
}

/** About what `ls-tree` writes of an entry beside its path. */
const bytesBesides = 64;

/** The trees as git keeps them, in this order. */
async function readTrees(repositoryId: string, folders: readonly { hash: string }[]): Promise<Buffer[]> {
  const input = folders.map(({ hash }) => `${known(hash)}^{tree}\n`).join("");
  const output = await runInRepository(repositoryId, ["cat-file", "--buffer", "--batch=%(objectsize)"], { input });
  const trees: Buffer[] = [];
  for (let at = 0; at < output.length; ) {
    const start = output.indexOf("\n", at) + 1;
    const header = output.toString("latin1", at, start - 1);
    if (!/^\d+$/.test(header)) throw new GitError(null, `a tree can't be read: ${header}`);
    const end = start + Number(header);
    trees.push(output.subarray(start, end));
    at = end + 1;
  }
  return trees;
}

/** `mode name`, a NUL and the 20 bytes of the hash, one after the other. */
function* entriesOf(tree: Buffer, prefix: string): Generator<TreeEntry> {
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(" ", at);
    const nul = tree.indexOf(0, space);
    const mode = tree.toString("latin1", at, space).padStart(6, "0");
    at = nul + 21;
    yield entryOf(mode, prefix + tree.toString("utf8", space + 1, nul), tree.toString("hex", nul + 1, at));
  }
}

async function withSizes(repositoryId: string, entries: TreeEntry[]): Promise<TreeEntry[]> {
  const blobs = entries.filter(({ kind }) => kind === "file" || kind === "symlink");
  if (blobs.length === 0) return entries;
  const input = blobs.map(({ hash }) => `${hash}\n`).join("");
  const output = await runInRepository(repositoryId, ["cat-file", "--buffer", "--batch-check=%(objectsize)"], {
    input,
  });
  for (const [at, size] of output.toString().split("\n").entries()) {
    const blob = blobs[at];
    if (blob) blob.size = Number(size);
  }
  return entries;
}

function depthOf(path: string): number {
  return path.split("/").length;
}
