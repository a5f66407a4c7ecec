"use client";
import Link from "next/link";
import { useMemo } from "react";
import { buttonClass } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { DiffFile, DiffViewType } from "./diff-content";
import { FileLines } from "./file-lines";
import { FileName, FileStatus } from "./file-name";
import type { LineComment, NewComment } from "./line-comments";
import { LineCounts } from "./line-counts";
import { findChange, parseFile } from "./parse-file";
import { useNewComments } from "./use-new-comments";

/** One file of a difference: what became of it, and its lines. */
export function FilePanel({
  file,
  gone,
  view,
  comments,
  newComment,
}: {
  file: DiffFile;
  /** It is no longer among the files: it stands only for what is being written of it. */
  gone: boolean;
  view: DiffViewType;
  comments: readonly LineComment[];
  newComment: NewComment | undefined;
}) {
  const parsed = useMemo(() => parseFile(file), [file]);
  const elsewhere = comments.filter((comment) => !findChange(parsed.hunks, comment));
  const { open, onLines, apart } = useNewComments(file, gone, newComment);
  const { source, alone, raw } = file.links;
  const rows = parsed.hunks.reduce((sum, { changes }) => sum + changes.length + 1, 1);
  if (gone && apart.length === 0) return null;
  return (
    <Panel
      role="region"
      aria-labelledby={`${file.anchor}-name`}
      id={file.anchor}
      className="diff-file"
      // How high it will be, so that the page doesn't jump while one scrolls.
      style={{ containIntrinsicBlockSize: `auto ${4 + 1.25 * rows}rem` }}
    >
      <PanelHead className="flex-wrap gap-y-1">
        <h3 id={`${file.anchor}-name`} className="min-w-0 font-mono text-sm font-semibold">
          <FileName file={file} />
        </h3>
        <FileStatus status={file.status} />
        {file.notes.map((note) => (
          <span key={note} className="text-xs text-muted">
            {note}
          </span>
        ))}
        <span className="ml-auto flex items-center gap-3">
          <LineCounts added={file.linesAdded} removed={file.linesRemoved} />
          {source ? (
            <Link href={source} prefetch={false} className={buttonClass({ kind: "default", size: "small" })}>
              View file
            </Link>
          ) : null}
        </span>
      </PanelHead>
      {elsewhere.length > 0 ? (
        <div className="grid gap-3 border-b p-4">
          {elsewhere.map(({ key, side, line, several, content }) => (
            <div key={key} className="grid gap-1">
              {line === null ? null : (
                <p className="text-xs text-muted">
                  On {several ?? `line ${line}`} {side === "old" ? "before" : "after"} the change, which{" "}
                  {several ? "aren’t" : "isn’t"} shown here
                </p>
              )}
              {content}
            </div>
          ))}
        </div>
      ) : null}
      {apart.length > 0 ? (
        <div className="grid gap-4 border-b p-4">
          {apart.map(({ key, side, begunOn, content }) => (
            <div key={key} className="grid gap-2">
              <p className="text-xs text-muted">
                Begun on line {begunOn} {side === "old" ? "before" : "after"} the change, and the file is shown
                otherwise by now. From here it’s said of the whole file.
              </p>
              {content}
            </div>
          ))}
        </div>
      ) : null}
      {gone ? (
        <PanelBody className="text-muted">It isn’t shown here any more.</PanelBody>
      ) : parsed.hunks.length > 0 ? (
        <FileLines file={file} parsed={parsed} view={view} comments={[...comments, ...onLines]} onComment={open} />
      ) : (
        <PanelBody className="text-muted">
          {file.omitted === "too_large" ? (
            <>
              Too large to show here.{" "}
              {alone ? (
                <>
                  <Link href={alone}>Show this file alone</Link>, or see its{" "}
                </>
              ) : (
                "See its "
              )}
              <a href={raw}>raw diff</a>.
            </>
          ) : (
            withoutLines(file)
          )}
        </PanelBody>
      )}
    </Panel>
  );
}

function withoutLines({ omitted, status }: DiffFile): string {
  if (omitted === "binary") return "A binary file, which can’t be shown as text.";
  if (status === "added" || status === "removed") return "An empty file.";
  return status === "renamed" ? "Its content is the same." : "No line differs.";
}
