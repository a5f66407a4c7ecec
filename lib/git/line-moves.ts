import { known } from "./commits";
import { hasCommit } from "./has-commit";
import { GitError } from "./run";
import { runInRepository } from "./storage";

/** Where a line of the first commit is in the second; null where it was changed or taken away. */
type Moves = (path: string, line: number) => number | null;

/** As much of a difference as is looked at: lines past it are told as gone. */
const enoughBytes = 8 * 1024 * 1024;
/** Their names have to fit on a command line. */
const mostPaths = 100;

/** How lines of files moved between two commits. Of a commit that git has tidied away all lines are gone. */
export async function lineMoves(
  repositoryId: string,
  from: string,
  to: string,
  paths: readonly string[],
): Promise<Moves> {
  const asked = paths.slice(0, mostPaths);
  const args = ["-c", "core.quotePath=false", "diff-tree", "-r", "--patch", "--unified=0", "--no-renames"];
  const output = await runInRepository(repositoryId, [...args, known(from), known(to), "--", ...asked], {
    enoughBytes,
  }).catch(async (error: unknown) => {
    if (!(error instanceof GitError) || (await hasCommit(repositoryId, from))) throw error;
    return null;
  });
  if (output === null) return () => null;
  const cut = output.length >= enoughBytes;
  const moves = parseMoves(output.toString());
  // Names that git writes in quotes aren't recognised.
  return (path, line) => (cut || !asked.includes(path) || /["\\\p{Cc}]/u.test(path) ? null : moves(path, line));
}

type Hunk = { oldStart: number; oldCount: number; newCount: number };

/** Reads a difference without context, as git writes it. */
export function parseMoves(diff: string): Moves {
  const files = new Map<string, Hunk[]>();
  let hunks: Hunk[] = [];
  let body = 0;
  for (const line of diff.split("\n")) {
    if (body > 0 || line.startsWith("\\")) {
      // What a line holds may look like anything.
      if (!line.startsWith("\\")) body -= 1;
      continue;
    }
    const path = /^--- a\/(.*?)\t?$/.exec(line)?.[1];
    if (path !== undefined) {
      hunks = [];
      files.set(path, hunks);
    }
    const [, oldStart, oldCount = "1", newCount = "1"] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
    if (oldStart === undefined) continue;
    hunks.push({ oldStart: Number(oldStart), oldCount: Number(oldCount), newCount: Number(newCount) });
    body = Number(oldCount) + Number(newCount);
  }
  return (path, line) => moved(files.get(path) ?? [], line);
}

function moved(hunks: readonly Hunk[], line: number): number | null {
  let by = 0;
  for (const { oldStart, oldCount, newCount } of hunks) {
    // Nothing but new lines: they stand after the line that is named.
    const first = oldCount === 0 ? oldStart + 1 : oldStart;
    if (line < first) break;
    if (line < first + oldCount) return null;
    by += newCount - oldCount;
  }
  return line + by;
}
