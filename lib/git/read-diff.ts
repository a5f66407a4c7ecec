import { type FileChange, hunksOf, listChanges, type Range, readHunks } from "./diff";

/** How much of a difference is read; what is beyond is named, and not shown. */
export type DiffLimits = {
  files: number;
  /** Of hunks: the lines that differ, and those around them. */
  lines: number;
  linesOfFile: number;
  bytes: number;
  bytesOfFile: number;
};

export type FileDiff = FileChange & {
  /** What git writes of the lines that differ, from the first `@@` on, in whatever encoding the file has. */
  hunks: Buffer | null;
  /** Why there are no hunks although the contents differ. */
  omitted: "binary" | "too_large" | null;
};

/** The files that differ, the first of them where they are many, with their lines as far as the limits let them. */
export async function readDiff(
  repositoryId: string,
  range: Range,
  { limits, paths = [] }: { limits: DiffLimits; paths?: readonly string[] },
): Promise<{ files: FileDiff[]; total: number }> {
  const { changes, total } = await listChanges(repositoryId, range, { paths, offset: 0, limit: limits.files });
  const hunks = await readHunks(repositoryId, range, worthReading(changes, limits), mostBytesRead);
  let { lines, bytes } = limits;
  const files = changes.map((change): FileDiff => {
    if (change.oldHash === change.newHash) return { ...change, hunks: null, omitted: null };
    if (change.linesAdded === null) return { ...change, hunks: null, omitted: "binary" };
    if (change.linesAdded + (change.linesRemoved ?? 0) === 0) return { ...change, hunks: null, omitted: null };
    const own = hunksOf(hunks, change);
    const ownLines = own ? countLines(own) : 0;
    const fits =
      own !== null &&
      ownLines <= Math.min(limits.linesOfFile, lines) &&
      own.length <= Math.min(limits.bytesOfFile, bytes);
    if (!fits) return { ...change, hunks: null, omitted: "too_large" };
    lines -= ownLines;
    bytes -= own.length;
    return { ...change, hunks: own, omitted: null };
  });
  return { files, total };
}

/** A file of one long line takes many bytes that nobody is shown: of those that come after it, some are to be read too. */
const mostBytesRead = 16 * 1024 * 1024;

/** The files that may fit, as far as the counts of their lines tell. */
function worthReading(changes: readonly FileChange[], limits: DiffLimits): FileChange[] {
  let left = limits.lines;
  return changes.filter(({ linesAdded, linesRemoved }) => {
    const lines = (linesAdded ?? 0) + (linesRemoved ?? 0);
    if (lines === 0 || lines > Math.min(limits.linesOfFile, left)) return false;
    left -= lines;
    return true;
  });
}

function countLines(text: Buffer): number {
  let lines = 0;
  for (let at = text.indexOf(10); at >= 0; at = text.indexOf(10, at + 1)) lines += 1;
  return lines;
}
