"use client";
import { useCallback, useRef, useState } from "react";
import { type DiffFile, type DiffLine, pathOf } from "./diff-content";
import type { LineComment, NewComment } from "./line-comments";
import { lineName } from "./parse-file";

/** A form on a line of the file as it was when the form was opened. What is typed is kept apart: forms change their place. */
type Opened = DiffLine & { key: string; hunks: string | null; typed: { content: string } };

/** The forms that are open on a file: under their lines, or, once those may be others, apart from them. */
export function useNewComments(file: DiffFile, gone: boolean, newComment: NewComment | undefined) {
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const count = useRef(0);
  const open = useCallback(
    ({ side, line }: Omit<DiffLine, "path">) => {
      const path = (side === "old" ? file.oldPath : file.newPath) ?? pathOf(file);
      const { hunks } = file;
      const key = `new ${count.current++}`;
      setOpened((all) =>
        all.some((one) => one.side === side && one.line === line && one.hunks === hunks)
          ? all
          : [...all, { key, path, side, line, hunks, typed: { content: "" } }],
      );
    },
    [file],
  );
  const formOf = (one: Opened, line: number | null, label: string): LineComment => {
    const { key, path, side, typed } = one;
    const close = () => {
      setOpened((all) => all.filter((other) => other !== one));
      document
        .getElementById(file.anchor)
        ?.querySelector<HTMLElement>(`[data-line="${lineName(one)}"]`)
        ?.focus();
    };
    const content = newComment?.(
      { path, side, line },
      {
        label,
        content: typed.content,
        onType: (now) => {
          typed.content = now;
        },
        onDone: close,
        onCancel: close,
      },
    );
    return { key, path, side, line, content };
  };
  const isHere = ({ hunks }: Opened) => !gone && hunks === file.hunks;
  return {
    open: newComment ? open : undefined,
    onLines: opened.filter(isHere).map((one) => formOf(one, one.line, `Comment on line ${one.line}`)),
    apart: opened
      .filter((one) => !isHere(one))
      .map((one) => ({
        begunOn: one.line,
        ...formOf(one, null, `Comment on the whole file, begun on line ${one.line}`),
      })),
  };
}
