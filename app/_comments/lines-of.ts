import type { CommentPlace } from "@/lib/commit-comments/comment";

/** The line that something was said of, or the lines, in words; null: all of the file. */
export function linesOf({
  fromLine,
  toLine,
  startFromLine,
  startToLine,
}: Omit<CommentPlace, "path">): { words: string; several: boolean } | null {
  const [first, last] = toLine === null ? [startFromLine, fromLine] : [startToLine, toLine];
  if (last === null) return null;
  return first === null || first === last
    ? { words: `line ${last}`, several: false }
    : { words: `lines ${first} to ${last}`, several: true };
}
