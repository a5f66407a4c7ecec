import {
  type ChangeData,
  findChangeByNewLineNumber,
  findChangeByOldLineNumber,
  type HunkData,
  type HunkTokens,
  isDelete,
  isInsert,
  parseDiff,
  type TokenNode,
} from "react-diff-view";
import type { DiffFile, DiffLine, LineSyntax } from "./diff-content";
import type { LineComment } from "./line-comments";

export type ParsedFile = {
  hunks: HunkData[];
  tokens: HunkTokens | null;
  /** What is to be said of the ends of the file. */
  ending: string | null;
};

/** The hunks of a file as rows. */
export function parseFile({ status, hunks: text, syntax }: Pick<DiffFile, "status" | "hunks" | "syntax">): ParsedFile {
  if (text === null) return { hunks: [], tokens: null, ending: null };
  // The names are told elsewhere: what git writes of them can't always be read back.
  const [file] = parseDiff(`diff --git a/file b/file\n--- a/file\n+++ b/file\n${text}`);
  const hunks = file?.hunks ?? [];
  const [old, now] = [file?.oldEndingNewLine, file?.newEndingNewLine];
  // Of a file that is only before or after the change, the other side tells nothing.
  const ending = endingOf(status === "added" ? now : old, status === "removed" ? old : now);
  return { hunks, tokens: tokensOf(hunks, syntax), ending };
}

/** The row that shows this line, if one does. */
export function findChange(hunks: HunkData[], { side, line }: Pick<LineComment, "side" | "line">) {
  if (line === null) return undefined;
  return side === "old" ? findChangeByOldLineNumber(hunks, line) : findChangeByNewLineNumber(hunks, line);
}

/** The line that a comment on a row is about: of the new file, unless the row is gone from it. */
export function lineOf(change: ChangeData): Omit<DiffLine, "path"> {
  if (isDelete(change)) return { side: "old", line: change.lineNumber };
  return { side: "new", line: isInsert(change) ? change.lineNumber : change.newLineNumber };
}

/** Names a line among those of its file, in the page. */
export function lineName({ side, line }: Omit<DiffLine, "path">): string {
  return `${side} ${line}`;
}

function tokensOf(hunks: HunkData[], syntax: readonly LineSyntax[]): HunkTokens | null {
  if (syntax.length === 0) return null;
  const tokens: HunkTokens = { old: [], new: [] };
  let at = 0;
  for (const change of hunks.flatMap((hunk) => hunk.changes)) {
    const pieces = piecesOf(change.content, syntax[at++] ?? []);
    if (isDelete(change)) tokens.old[change.lineNumber - 1] = pieces;
    else if (isInsert(change)) tokens.new[change.lineNumber - 1] = pieces;
    else {
      tokens.old[change.oldLineNumber - 1] = pieces;
      tokens.new[change.newLineNumber - 1] = pieces;
    }
  }
  return tokens;
}

function piecesOf(text: string, syntax: LineSyntax): TokenNode[] {
  if (syntax.length === 0) return [{ type: "text", value: text }];
  let start = 0;
  return syntax.map(([length, className]) => {
    const value = text.slice(start, start + length);
    start += length;
    return className === "" ? { type: "text", value } : { type: "syntax", className, value };
  });
}

function endingOf(old = true, now = true): string | null {
  if (old && now) return null;
  if (!old && !now) return "The last line has no newline at its end.";
  return old ? "The last line has no newline at its end any more." : "The last line now has a newline at its end.";
}
