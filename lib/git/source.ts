import type { Readable } from "node:stream";
import { withoutOuterSlashes } from "../slashes";
import { getCommit, known } from "./commits";
import { readInfos, readObjects } from "./objects";
import { GitError, GitOutputError, mostOutput, runGit } from "./run";
import { repositoryPath, runInRepository } from "./storage";
import { streamGit } from "./stream";

/** What a folder says of what lies in it. */
export type NamedEntry = {
  kind: "file" | "directory" | "symlink" | "submodule";
  /** From the root, without a leading slash. */
  path: string;
  name: string;
  hash: string;
  mode: string;
  executable: boolean;
};

/** The size is in bytes; null for what is no file. */
export type TreeEntry = NamedEntry & { size: number | null };

/**
 * What lies at the path in the commit; the root is the empty path. Null where nothing does. Throws `GitOutputError`
 * where a folder on the way is larger than is held at once.
 */
export async function findEntry(repositoryId: string, commit: string, path: string): Promise<TreeEntry | null> {
  const normal = normalPath(path);
  const root = normal === null ? null : await getCommit(repositoryId, commit);
  if (normal === null || root === null) return null;
  let entry: NamedEntry = { ...rootEntry, hash: root.tree };
  for (const name of normal === "" ? [] : normal.split("/")) {
    if (entry.kind !== "directory") return null;
    const [tree] = await readTrees(repositoryId, [entry]);
    const next = tree && entryNamed(tree, name, entry.path === "" ? "" : `${entry.path}/`);
    if (!next) return null;
    entry = next;
  }
  if (path.endsWith("/") && entry.kind !== "directory") return null;
  const [sized] = await withSizes(repositoryId, [entry]);
  return sized ?? null;
}

/**
 * The entries of a folder, folders first. With a depth above 1 also those of the folders in it. Throws `GitOutputError`
 * where there are more than are held at once.
 */
export async function readTree(
  repositoryId: string,
  folder: NamedEntry,
  { depth = 1 }: { depth?: number } = {},
): Promise<NamedEntry[]> {
  const entries: NamedEntry[] = [];
  let bytes = 0;
  let folders = [folder];
  for (let level = 1; level <= depth && folders.length > 0; level += 1) {
    const found: NamedEntry[] = [];
    for (let from = 0; from < folders.length; from += mostTreesAtOnce) {
      const some = folders.slice(from, from + mostTreesAtOnce);
      for (const [at, tree] of (await readTrees(repositoryId, some)).entries()) {
        const above = some[at]?.path ?? "";
        for (const entry of entriesOf(tree, above === "" ? "" : `${above}/`)) {
          // A few trees that hold each other many times over come to any number of paths.
          bytes += entry.path.length + bytesBesides;
          if (bytes > mostOutput) throw new GitOutputError(null, `more than ${mostOutput} bytes of paths`);
          found.push(entry);
        }
      }
    }
    found.sort(foldersFirst);
    entries.push(...found);
    folders = found.filter(({ kind }) => kind === "directory");
  }
  return entries;
}

/** The entries with their sizes, each of which git has to look up. */
export async function withSizes(repositoryId: string, entries: readonly NamedEntry[]): Promise<TreeEntry[]> {
  const files = entries.filter(({ kind }) => kind === "file" || kind === "symlink");
  const infos = await readInfos(
    repositoryId,
    files.map(({ hash }) => hash),
  );
  const sizes = new Map(infos.flatMap((info) => (info ? [[info.hash, info.size]] : [])));
  return entries.map((entry) => ({ ...entry, size: sizes.get(entry.hash) ?? null }));
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
  const bytes = await (whole
    ? readWhole(repositoryId, entry.hash)
    : runInRepository(repositoryId, ["cat-file", "blob", known(entry.hash)], { enoughBytes: sniffedBytes }));
  return { size, binary: isBinary(bytes), bytes: whole ? bytes : null };
}

async function readWhole(repositoryId: string, hash: string): Promise<Buffer> {
  const [blob] = await readObjects(repositoryId, [known(hash)]);
  if (blob?.type !== "blob") throw new GitError(null, `the file ${hash} can't be read`);
  return blob.content;
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

const rootEntry = { kind: "directory", path: "", name: "", mode: "040000", executable: false } as const;

/** Without slashes at its ends; null where a part of it could only mean mischief. */
export function normalPath(path: string): string | null {
  const parts = withoutOuterSlashes(path).split("/");
  if (parts.length === 1 && parts[0] === "") return "";
  if (parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\0"))) return null;
  return parts.join("/");
}

const mostTreesAtOnce = 100;

/** About what a listing says of an entry beside its path. */
const bytesBesides = 64;

function foldersFirst(one: NamedEntry, other: NamedEntry): number {
  return Number(other.kind === "directory") - Number(one.kind === "directory") || (one.path < other.path ? -1 : 1);
}

/** The trees of folders as git keeps them, in this order. */
async function readTrees(repositoryId: string, folders: readonly NamedEntry[]): Promise<Buffer[]> {
  const trees = await readObjects(
    repositoryId,
    folders.map(({ hash }) => known(hash)),
  );
  return trees.map((tree, at) => {
    if (tree?.type !== "tree") throw new GitError(null, `the folder ${folders[at]?.path} can't be read`);
    return tree.content;
  });
}

function entryNamed(tree: Buffer, name: string, prefix: string): NamedEntry | null {
  const wanted = Buffer.from(name);
  for (const row of rowsOf(tree)) {
    if (wanted.compare(tree, row.start, row.end) === 0) return entryOf(row.mode, prefix + name, hashIn(tree, row));
  }
  return null;
}

function* entriesOf(tree: Buffer, prefix: string): Generator<NamedEntry> {
  for (const row of rowsOf(tree)) {
    yield entryOf(row.mode, prefix + tree.toString("utf8", row.start, row.end), hashIn(tree, row));
  }
}

/** Where its name starts and ends. */
type Row = { mode: string; start: number; end: number };

/** `mode name`, a NUL and the 20 bytes of the hash, one after the other. */
function* rowsOf(tree: Buffer): Generator<Row> {
  for (let at = 0; at < tree.length; ) {
    const start = tree.indexOf(0x20, at) + 1;
    const end = tree.indexOf(0, start);
    if (start === 0 || end === -1) throw new GitError(null, "a folder is damaged");
    yield { mode: tree.toString("latin1", at, start - 1), start, end };
    at = end + 21;
  }
}

function hashIn(tree: Buffer, { end }: Row): string {
  return tree.toString("hex", end + 1, end + 21);
}

function entryOf(written: string, path: string, hash: string): NamedEntry {
  // Each by its name: to spread them takes longer than all the rest of a listing.
  const { kind, mode } = kindOf(Number.parseInt(written, 8));
  const name = path.slice(path.lastIndexOf("/") + 1);
  return { kind, path, name, hash, mode, executable: mode === "100755" };
}

/** By the bits of a mode that say what it is. Of the others git heeds one: whether its owner may run the file. */
function kindOf(bits: number): Pick<NamedEntry, "kind" | "mode"> {
  switch (bits & 0o170000) {
    case 0o040000:
      return { kind: "directory", mode: "040000" };
    case 0o120000:
      return { kind: "symlink", mode: "120000" };
    case 0o160000:
      return { kind: "submodule", mode: "160000" };
    default:
      return { kind: "file", mode: (bits & 0o100) === 0 ? "100644" : "100755" };
  }
}
