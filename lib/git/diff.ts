import type { Readable } from "node:stream";
import { known } from "./commits";
import { GitError } from "./run";
import { runInRepository } from "./storage";
import { streamGit } from "./stream";

/** Two states of a repository's content: commits, by their full hashes. Before the first commit there is null: nothing. */
export type Range = { from: string | null; to: string };

export type DiffOptions = {
  /** Files and folders; none: all. */
  paths?: readonly string[];
  /** How many lines stand around a change. */
  context?: number;
  ignoresWhitespace?: boolean;
  /** Whether a file under another name is told as renamed. */
  findsRenames?: boolean;
};

export type FileChange = {
  status: "added" | "removed" | "modified" | "renamed";
  /** Null where the file wasn't there before. */
  oldPath: string | null;
  /** Null where it is no longer there. */
  newPath: string | null;
  /** As git writes them: `100644` a file, `100755` one to run, `120000` a symbolic link, `160000` a submodule. */
  oldMode: string;
  newMode: string;
  /** What git calls the content; only zeros where there is none. */
  oldHash: string;
  newHash: string;
  /** Both null for a binary file. */
  linesAdded: number | null;
  linesRemoved: number | null;
};

/** The differences as git writes them, streamed: they may be of any size. */
export function streamDiff(repositoryId: string, range: Range, options: DiffOptions = {}): Promise<Readable> {
  const { context = 3, paths = [] } = options;
  const args = ["diff-tree", "-r", "--patch", "--full-index", `--unified=${context}`, ...flagsOf(options)];
  return streamGit(repositoryId, [...args, ...endsOf(range), "--", ...paths]);
}

/** The commits of a range as mails, oldest first; of a single commit against its first parent. */
export function streamPatch(repositoryId: string, commits: Range | { only: string }): Promise<Readable> {
  if ("only" in commits) {
    const args = ["show", "--first-parent", "-m", "--format=email", "--stat", "--patch", "--binary"];
    return streamGit(repositoryId, [...args, known(commits.only), "--"]);
  }
  const { from, to } = commits;
  const range = from === null ? known(to) : `${known(from)}..${known(to)}`;
  return streamGit(repositoryId, ["format-patch", "--stdout", "--binary", range, "--"]);
}

/** A page of the files that differ. The lines are counted for those on the page alone. */
export async function listChanges(
  repositoryId: string,
  range: Range,
  options: DiffOptions & { offset: number; limit: number },
): Promise<{ changes: FileChange[]; total: number }> {
  const { paths = [], offset, limit } = options;
  const raw = ["diff-tree", "-r", "-z", "--raw", ...flagsOf(options), ...endsOf(range), "--", ...paths];
  const all = parseRaw((await runInRepository(repositoryId, raw)).toString("latin1"));
  const page = all.slice(offset, offset + limit);
  if (page.length === 0) return { changes: [], total: all.length };
  const lines = new Map<string, { added: number; removed: number }>();
  const changes = page.map((change): FileChange => {
    const [oldPath, newPath] = [nameOf(change.oldPath), nameOf(change.newPath)];
    return { ...change, oldPath, newPath, linesAdded: null, linesRemoved: null };
  });
  for (const names of pathspecsOf(changes)) {
    const counted = ["diff-tree", "-r", "-z", "--numstat", ...flagsOf(options), ...endsOf(range), "--", ...names];
    const output = await runInRepository(repositoryId, counted, { env: pathspecsWithMagic });
    for (const [name, count] of parseNumbers(output.toString("latin1"))) lines.set(name, count);
  }
  for (const [at, change] of changes.entries()) {
    const count = lines.get(page[at]?.newPath ?? page[at]?.oldPath ?? "");
    change.linesAdded = count?.added ?? null;
    change.linesRemoved = count?.removed ?? null;
  }
  return { changes, total: all.length };
}

/** The lines that differ, of files that `listChanges` gave, as `readHunks` found them. */
export type Hunks = ReadonlyMap<string, Buffer>;

/**
 * What git writes of the lines that differ in these files, each from its first `@@` on, in whatever encoding they are.
 * Reading ends after so many bytes; what wasn't read by then is absent, as are files that differ in no line.
 */
export async function readHunks(
  repositoryId: string,
  range: Range,
  changes: readonly FileChange[],
  mostBytes: number,
): Promise<Hunks> {
  const hunks = new Map<string, Buffer>();
  let left = mostBytes;
  for (const names of pathspecsOf(changes)) {
    if (left <= 0) break;
    const args = ["diff-tree", "-r", "--patch", "--full-index", ...flagsOf({}), ...endsOf(range), "--", ...names];
    const output = await runInRepository(repositoryId, args, { enoughBytes: left, env: pathspecsWithMagic });
    const isCut = output.length >= left;
    left -= output.length;
    for (const [blobs, text] of cutIntoHunks(output, isCut)) hunks.set(blobs, text);
  }
  return hunks;
}

/** The hunks of one file. One that turned from a file into a link, say, is told as removed and added. */
export function hunksOf(hunks: Hunks, { oldHash, newHash }: FileChange): Buffer | null {
  const one = hunks.get(`${oldHash}..${newHash}`);
  if (one) return one;
  const both = [hunks.get(`${oldHash}..${noBlob}`) ?? [], hunks.get(`${noBlob}..${newHash}`) ?? []].flat();
  return both.length === 0 ? null : Buffer.concat(both);
}

/** The best common ancestor of two commits, or null where their histories never met. */
export async function mergeBase(repositoryId: string, one: string, other: string): Promise<string | null> {
  try {
    const output = await runInRepository(repositoryId, ["merge-base", known(one), known(other)]);
    return known(output.toString().trim());
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return null;
    throw error;
  }
}

/** Whether all of one commit's history is in the other's. */
export async function isAncestor(repositoryId: string, ancestor: string, of: string): Promise<boolean> {
  return (await mergeBase(repositoryId, ancestor, of)) === ancestor;
}

function flagsOf({ findsRenames = true, ignoresWhitespace = false }: DiffOptions): string[] {
  return [findsRenames ? "--find-renames" : "--no-renames", ...(ignoresWhitespace ? ["--ignore-all-space"] : [])];
}

/** git's name of the tree that holds nothing. */
const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

function endsOf({ from, to }: Range): [string, string] {
  return [from === null ? emptyTree : known(from), known(to)];
}

const noBlob = "0".repeat(40);

/**
 * The hunks of each file by what its header calls the two contents. Their names say which file it is better than the
 * file's own, which may be quoted: where the contents are the same, so are the lines.
 */
function cutIntoHunks(patch: Buffer, isCut: boolean): Map<string, Buffer> {
  const hunks = new Map<string, Buffer>();
  for (let start = 0; start < patch.length; ) {
    // Every line of a hunk has a sign before it: this can only be a header.
    const next = patch.indexOf("\ndiff --git ", start);
    if (next < 0 && isCut) break;
    const file = patch.subarray(start, next < 0 ? patch.length : next + 1);
    const from = file.indexOf("\n@@ ");
    const header = file.subarray(0, from < 0 ? file.length : from).toString("latin1");
    const [, blobs] = /^index ([0-9a-f]{40}\.\.[0-9a-f]{40})/m.exec(header) ?? [];
    if (blobs && from >= 0) hunks.set(blobs, Buffer.from(file.subarray(from + 1)));
    start += file.length;
  }
  return hunks;
}

/** A name's bytes as the text that they are meant to be. */
function nameOf(bytes: string | null): string | null {
  return bytes === null ? null : Buffer.from(bytes, "latin1").toString();
}

/** What asks for these files, by their old names too, in as many parts as it takes to fit on command lines. */
function pathspecsOf(changes: readonly Pick<FileChange, "oldPath" | "newPath">[]): string[][] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const { oldPath, newPath } of changes) {
    const names = [...new Set([oldPath ?? [], newPath ?? []].flat())].map(pathspecOf);
    bytes += names.reduce((sum, name) => sum + Buffer.byteLength(name) + 1, 0);
    if (bytes > mostBytesOfNames) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(...names);
  }
  return parts.filter((names) => names.length > 0);
}

const mostBytesOfNames = 512 * 1024;

/** What isn't UTF-8 in a name was lost as it was read, and can't be sent as an argument: anything may stand there. */
function pathspecOf(name: string): string {
  if (!name.includes(lost)) return `:(literal)${name}`;
  return `:(glob)${name.replace(/[*?[\]\\]/g, "\\$&").replaceAll(lost, "*")}`;
}

const lost = "\ufffd";
const pathspecsWithMagic = { GIT_LITERAL_PATHSPECS: "0" };

const statuses: Readonly<Record<string, FileChange["status"]>> = {
  A: "added",
  C: "added",
  D: "removed",
  M: "modified",
  T: "modified",
  R: "renamed",
};

/**
 * `:mode mode hash hash status`, then the path, or the two paths, each with a NUL at its end. Paths stay the bytes that
 * they are, as latin1: two that aren't UTF-8 may read alike.
 */
function parseRaw(output: string): Omit<FileChange, "linesAdded" | "linesRemoved">[] {
  const parts = output.split("\0");
  const changes: Omit<FileChange, "linesAdded" | "linesRemoved">[] = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const [, oldMode = "", newMode = "", oldHash = "", newHash = "", letter = ""] =
      /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(parts[at] ?? "") ?? [];
    const status = statuses[letter];
    if (!status) throw new GitError(null, `a change can't be read: ${parts[at]}`);
    const first = parts[at + 1] ?? "";
    const hasTwo = letter === "R" || letter === "C";
    const second = hasTwo ? (parts[at + 2] ?? "") : first;
    changes.push({
      status,
      oldPath: status === "added" ? null : first,
      newPath: status === "removed" ? null : second,
      oldMode,
      newMode,
      oldHash,
      newHash,
    });
    at += hasTwo ? 3 : 2;
  }
  return changes;
}

/** `added<TAB>removed<TAB>path` with a NUL at its end; of a renamed file the path is empty, and two follow. */
function parseNumbers(output: string): Map<string, { added: number; removed: number }> {
  const parts = output.split("\0");
  const lines = new Map<string, { added: number; removed: number }>();
  for (let at = 0; at + 1 < parts.length; ) {
    const [, added = "", removed = "", path = ""] = /^(\d+|-)\t(\d+|-)\t(.*)$/s.exec(parts[at] ?? "") ?? [];
    const renamed = path === "";
    const name = renamed ? (parts[at + 2] ?? "") : path;
    if (added !== "-" && added !== "") lines.set(name, { added: Number(added), removed: Number(removed) });
    at += renamed ? 3 : 1;
  }
  return lines;
}
