import type { Readable } from "node:stream";
import { withoutOuterSlashes } from "../slashes";
import { known } from "./commits";
import { runGit } from "./run";
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
  const [entry] = await listTree(repositoryId, known(commit), ["--", normal]);
  if (!entry || (path.endsWith("/") && entry.kind !== "directory")) return null;
  return entry;
}

/** The entries of a folder, folders first. With a depth above 1 also those of the folders in it. */
export async function readTree(
  repositoryId: string,
  commit: string,
  path: string,
  { depth = 1 }: { depth?: number } = {},
): Promise<TreeEntry[] | null> {
  const folder = await findEntry(repositoryId, commit, path);
  if (folder?.kind !== "directory") return null;
  const prefix = folder.path === "" ? "" : `${folder.path}/`;
  const entries = await listTree(repositoryId, folder.hash, depth > 1 ? ["-r", "-t"] : []);
  return entries
    .filter((entry) => depthOf(entry.path) <= depth)
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

async function listTree(repositoryId: string, treeish: string, args: readonly string[]): Promise<TreeEntry[]> {
  const options = args[0] === "--" ? [] : args;
  const paths = args[0] === "--" ? args : [];
  const output = await runInRepository(repositoryId, [
    "ls-tree",
    "-z",
    "-l",
    "--full-tree",
    ...options,
    treeish,
    ...paths,
  ]);
  return output
    .toString()
    .split("\0")
    .filter((line) => line !== "")
    .map(parseEntry);
}

/** `mode type hash size<TAB>path` */
function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf("\t");
  const [mode = "", type = "", hash = "", size = "-"] = line.slice(0, tab).split(/ +/);
  const path = line.slice(tab + 1);
  return {
    kind: type === "tree" ? "directory" : type === "commit" ? "submodule" : mode === "120000" ? "symlink" : "file",
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    hash,
    mode,
    executable: mode === "100755",
    size: size === "-" ? null : Number(size),
  };
}

function depthOf(path: string): number {
  return path.split("/").length;
}
