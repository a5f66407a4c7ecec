"use client";
import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button, type ButtonLook } from "./button";
import { cx } from "./class-names";
import { Icon } from "./icon";
import { announce } from "./live-region";

/**
 * Copies a text and says so for two seconds. `what` names it: "Secret", "Clone address". Where the page may not use
 * the clipboard (plain http), it selects the element with the id `select` and says which keys copy it.
 */
export function CopyButton({
  text,
  what,
  label,
  select,
  onCopied,
  className,
  ref,
  ...look
}: ButtonLook & {
  text: string;
  what: string;
  /** The button's words; without them it shows its icon alone. */
  label?: ReactNode;
  select?: string;
  onCopied?: () => void;
  className?: string;
  ref?: React.Ref<HTMLButtonElement>;
}) {
  const [state, setState] = useState<"idle" | "copied" | "selected">("idle");
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy() {
    const copied = await copyText(text, select);
    setState(copied ? "copied" : "selected");
    announce(copied ? `${what} copied` : selectedMessage);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("idle"), copied ? 2_000 : 6_000);
    if (copied) onCopied?.();
  }

  const iconOnly = label === undefined;
  const copied = state === "copied";
  return (
    <span className={cx("relative inline-flex flex-none", className)}>
      <Button
        {...look}
        ref={ref}
        iconOnly={iconOnly}
        aria-label={iconOnly ? (copied ? `${what} copied` : `Copy ${decapitalise(what)}`) : undefined}
        onClick={copy}
        // With the button's kind replaced, its colours don't compete with the green of "done".
        kind={copied ? "default" : look.kind}
        className={cx(!iconOnly && "w-full", copied && "border-success-line! bg-success-soft! text-success-fg!")}
      >
        <Icon icon={copied ? Check : Copy} />
        {iconOnly ? null : copied ? "Copied" : label}
      </Button>
      {state === "selected" ? (
        <span className="absolute right-0 bottom-full z-10 mb-1 rounded-sm border border-line-strong bg-raised px-2 py-1 text-xs whitespace-nowrap text-fg shadow-float">
          {selectedMessage}
        </span>
      ) : null}
    </span>
  );
}

const selectedMessage = "Press Ctrl+C to copy";

/** True where the text is on the clipboard; false where it is only selected. */
export async function copyText(text: string, select?: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    if (copyByCommand(text)) return true;
    const element = select ? document.getElementById(select) : null;
    if (element) getSelection()?.selectAllChildren(element);
    return false;
  }
}

/** Plain http has no clipboard to write to, but a click may still run the browser's own copy. */
function copyByCommand(text: string): boolean {
  let copied = false;
  const write = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    copied = true;
  };
  document.addEventListener("copy", write);
  document.execCommand("copy");
  document.removeEventListener("copy", write);
  return copied;
}

function decapitalise(what: string): string {
  return /^[A-Z][a-z]/.test(what) ? `${what[0]?.toLowerCase()}${what.slice(1)}` : what;
}
