"use client";
import "./diff.css";
import "../_repository/syntax.css";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { DiffContent, DiffFile, DiffViewType } from "./diff-content";
import { FilePanel } from "./file-panel";
import type { LineComment, NewComment } from "./line-comments";
import { useIsNarrow } from "./use-is-narrow";

/** The files of a difference, each with its lines. */
export function DiffFiles({
  diff: { files, total, raw },
  view,
  comments = [],
  newComment,
}: {
  diff: DiffContent;
  view: DiffViewType;
  /** What stands under lines. What is on a line that isn't shown stands under the name of its file. */
  comments?: readonly LineComment[];
  /** Without it, lines take no comments. */
  newComment?: NewComment;
}) {
  const isNarrow = useIsNarrow();
  const gone = useGone(files);
  const more = total - files.length;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {newComment && files.length > 0 ? (
        <p className="text-sm text-muted">To comment on a line, choose its number.</p>
      ) : null}
      {[...gone, ...files].map((file) => (
        <FilePanel
          key={keyOf(file)}
          file={file}
          gone={gone.includes(file)}
          // There, two columns of code are too narrow to read.
          view={isNarrow ? "unified" : view}
          comments={comments.filter(({ path }) => path === file.oldPath || path === file.newPath)}
          newComment={newComment}
        />
      ))}
      {more > 0 ? (
        <Notice>
          <p>
            <strong>{more.toLocaleString("en")} more files differ.</strong> They are too many to show here. The{" "}
            <a href={raw}>raw diff</a> has them all.
          </p>
        </Notice>
      ) : null}
    </div>
  );
}

/** The files that were shown before and are no longer among these. */
function useGone(files: readonly DiffFile[]): readonly DiffFile[] {
  const [shown, setShown] = useState<{ files: readonly DiffFile[]; gone: readonly DiffFile[] }>({ files, gone: [] });
  if (shown.files === files) return shown.gone;
  const keys = new Set(files.map(keyOf));
  // Another file may have its anchor by now.
  const goes = shown.files.map((file) => ({ ...file, anchor: `gone-${file.anchor}` }));
  const gone = [...shown.gone, ...goes].filter((file) => !keys.has(keyOf(file)));
  setShown({ files, gone });
  return gone;
}

function keyOf({ oldPath, newPath }: DiffFile): string {
  return `${oldPath} ${newPath}`;
}
