"use client";
import { type ReactNode, useId } from "react";
import { CopyButton } from "./copy-button";

/** A command with its copy button. `children` may draw it with marks in it; `text` is what is copied. */
export function Command({
  text,
  what,
  children,
  onCopied,
}: {
  text: string;
  what: string;
  children?: ReactNode;
  onCopied?: () => void;
}) {
  const id = useId();
  return (
    <div className="flex items-start gap-2 rounded-md border bg-sunken py-1.5 pr-1.5 pl-3 forced-colors:border-[CanvasText]">
      <code
        id={id}
        translate="no"
        className="min-w-0 flex-1 py-1 text-sm/5 [overflow-wrap:anywhere] whitespace-pre-wrap"
      >
        {children ?? text}
      </code>
      <CopyButton
        text={text}
        what={what}
        kind="quiet"
        size="small"
        select={id}
        {...(onCopied === undefined ? {} : { onCopied })}
      />
    </div>
  );
}
