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
  const all = parseRaw((await runInRepository(repositoryId, raw)).toString());
  const page = all.slice(offset, offset + limit);
  if (page.length === 0) return { changes: [], total: all.length };
  const named = [...new Set(page.flatMap(({ oldPath, newPath }) => [oldPath ?? [], newPath ?? []].flat()))];
  const counted = ["diff-tree", "-r", "-z", "--numstat", ...flagsOf(options), ...endsOf(range), "--", ...named];
  const lines = parseNumbers((await runInRepository(repositoryId, counted)).toString());
  const changes = page.map((change) => {
    const count = lines.get(change.newPath ?? change.oldPath ?? "");
    return { ...change, linesAdded: count?.added ?? null, linesRemoved: count?.removed ?? null };
  });
  return { changes, total: all.length };
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

const statuses: Readonly<Record<string, FileChange["status"]>> = {
  A: "added",
  C: "added",
  D: "removed",
  M: "modified",
  T: "modified",
  R: "renamed",
};

/** `:mode mode hash hash status`, then the path, or the two paths, each with a NUL at its end. */
function parseRaw(output: string): Pick<FileChange, "status" | "oldPath" | "newPath">[] {
  const parts = output.split("\0");
  const changes: Pick<FileChange, "status" | "oldPath" | "newPath">[] = [];
  for (let at = 0; at + 1 < parts.length; ) {
    const letter = /^:\d+ \d+ [0-9a-f]+ [0-9a-f]+ ([A-Z])/.exec(parts[at] ?? "")?.[1] ?? "";
    const status = statuses[letter];
    if (!status) throw new GitError(null, `a change can't be read: ${parts[at]}`);
    const first = parts[at + 1] ?? "";
    const hasTwo = letter === "R" || letter === "C";
    const second = hasTwo ? (parts[at + 2] ?? "") : first;
    changes.push({
      status,
      oldPath: status === "added" ? null : first,
      newPath: status === "removed" ? null : second,
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
