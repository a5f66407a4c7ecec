"use client";
import { Fragment, type KeyboardEvent, type ReactNode, useCallback } from "react";
import { type ChangeData, Decoration, Diff, type GutterOptions, getChangeKey, Hunk } from "react-diff-view";
import { type DiffFile, type DiffLine, type DiffViewType, pathOf } from "./diff-content";
import type { LineComment } from "./line-comments";
import { LineNumber } from "./line-number";
import { findChange, lineName, lineOf, type ParsedFile } from "./parse-file";

/** The lines of a file that differ, with what is said of them beneath. */
export function FileLines({
  file,
  parsed: { hunks, tokens, ending },
  view,
  comments,
  onComment,
}: {
  file: DiffFile;
  parsed: ParsedFile;
  view: DiffViewType;
  comments: readonly LineComment[];
  /** Kept by whoever gives it, so that opening a form doesn't draw every line anew. Without it, lines take no comments. */
  onComment: ((line: Omit<DiffLine, "path">) => void) | undefined;
}) {
  const renderGutter = useCallback(
    (gutter: GutterOptions) => (
      <LineNumber gutter={gutter} isFirst={gutter.change === hunks[0]?.changes[0]} onComment={onComment} />
    ),
    [onComment, hunks],
  );

  const beneath = new Map<ChangeData, ReactNode[]>();
  const put = (change: ChangeData, content: ReactNode) =>
    beneath.set(change, [...(beneath.get(change) ?? []), content]);
  for (const { key, several, content, ...line } of comments) {
    const change = findChange(hunks, line);
    if (!change) continue;
    put(
      change,
      <Fragment key={key}>
        {several ? <p className="text-xs text-muted">On {several}</p> : null}
        {content}
      </Fragment>,
    );
  }
  const widgets = Object.fromEntries(
    [...beneath].map(([change, content]) => [
      getChangeKey(change),
      <div key={getChangeKey(change)} className="diff-beneath" data-beneath={lineName(lineOf(change))}>
        {content}
      </div>,
    ]),
  );

  const diffType = diffTypes[file.status];
  return (
    <section
      className="diff-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it sideways, so it has to take the focus.
      tabIndex={0}
      aria-label={`Lines of ${pathOf(file)}`}
      onKeyDown={moveBetweenLines}
    >
      <Diff
        diffType={diffType}
        hunks={hunks}
        viewType={view}
        tokens={tokens}
        widgets={widgets}
        renderGutter={renderGutter}
        className={onComment ? "takes-comments" : undefined}
      >
        {(all) => [
          <thead key="columns" className="sr-only">
            <tr>
              {columnsOf(view, diffType).map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>,
          ...all.flatMap((hunk) => [
            <Decoration key={`head of ${hunk.content}`}>
              <span className="diff-hunk-head">{hunk.content}</span>
            </Decoration>,
            <Hunk key={hunk.content} hunk={hunk} />,
          ]),
        ]}
      </Diff>
      {ending ? <p className="diff-ending">{ending}</p> : null}
    </section>
  );
}

const diffTypes = { added: "add", removed: "delete", modified: "modify", renamed: "rename" } as const;

function columnsOf(view: DiffViewType, type: (typeof diffTypes)[DiffFile["status"]]): string[] {
  if (view === "unified") return ["Line before", "Line after", "Content"];
  if (type === "add" || type === "delete") return ["Line", "Content"];
  return ["Line before", "Content before", "Line after", "Content after"];
}

/** One number of a line takes the Tab key; from it the arrows lead to the others. */
function moveBetweenLines(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { target: from, currentTarget } = event;
  if (step === undefined || !(from instanceof HTMLElement) || from.dataset.line === undefined) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>("[data-line]")];
  const to = all[all.indexOf(from) + step];
  if (!to) return;
  event.preventDefault();
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
