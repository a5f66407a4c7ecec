"use client";
import Link from "next/link";
import { Tabs as RadixTabs } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names";

const list = "flex flex-wrap gap-1";
const tab =
  "inline-flex min-h-(--control) items-center gap-1.5 rounded-md border px-2.5 font-medium whitespace-nowrap no-underline";
// Where colours are forced a transparent border shows, and would make all tabs look alike.
const restingTab = "border-transparent text-muted hover:bg-press hover:text-fg forced-colors:border-[Canvas]";
const currentTab = "border-line-strong bg-surface text-fg forced-colors:border-[Highlight]";

/** Above a list: links, with the choice in the address. */
export function LinkTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: { href: string; label: string; count?: number; current: boolean }[];
}) {
  return (
    <nav aria-label={label} className={list}>
      {tabs.map(({ href, label, count, current }) => (
        <Link
          key={href}
          href={href}
          scroll={false}
          prefetch={false}
          aria-current={current ? "page" : undefined}
          className={cx(tab, current ? currentTab : restingTab)}
        >
          {label}
          {count === undefined ? null : (
            <span className="font-normal text-muted tabular-nums">{count.toLocaleString("en")}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** In a dialog: buttons, one panel at a time. */
export function Tabs({
  labelledBy,
  tabs,
}: {
  labelledBy: string;
  tabs: { value: string; label: string; content: ReactNode }[];
}) {
  return (
    <RadixTabs.Root defaultValue={tabs[0]?.value ?? ""} className="grid gap-2">
      <RadixTabs.List aria-labelledby={labelledBy} className={list}>
        {tabs.map(({ value, label }) => (
          <RadixTabs.Trigger
            key={value}
            value={value}
            className={cx(
              tab,
              "data-[state=active]:border-line-strong data-[state=active]:bg-surface data-[state=active]:text-fg forced-colors:data-[state=active]:border-[Highlight] data-[state=inactive]:border-transparent forced-colors:data-[state=inactive]:border-[Canvas] data-[state=inactive]:text-muted data-[state=inactive]:hover:bg-press data-[state=inactive]:hover:text-fg",
            )}
          >
            {label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {tabs.map(({ value, content }) => (
        <RadixTabs.Content key={value} value={value} tabIndex={-1}>
          {content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
