import { type GutterOptions, isDelete, isInsert } from "react-diff-view";
import type { DiffLine } from "./diff-content";
import { lineName, lineOf } from "./parse-file";

/** The number of a line, which says whether it was added or removed. Where lines take comments, it opens the form. */
export function LineNumber({
  gutter: { change, side, renderDefault },
  isFirst,
  onComment,
}: {
  gutter: GutterOptions;
  /** Whether the Tab key leads to it. */
  isFirst: boolean;
  onComment: ((line: Omit<DiffLine, "path">) => void) | undefined;
}) {
  const number = renderDefault();
  const own = lineOf(change);
  if (own.side !== side) return number;
  const word = isInsert(change) ? "added " : isDelete(change) ? "removed " : "";
  if (onComment) {
    return (
      <button
        type="button"
        className="diff-number"
        data-line={lineName(own)}
        tabIndex={isFirst ? 0 : -1}
        aria-label={`Comment on ${word}line ${own.line}`}
        onClick={() => onComment(own)}
      >
        {number}
      </button>
    );
  }
  return word === "" ? (
    number
  ) : (
    <>
      <span className="sr-only">{word}</span>
      {number}
    </>
  );
}
