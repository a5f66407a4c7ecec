"use client";
import { ChevronDown, GitBranch, GitCommitHorizontal, Tag } from "lucide-react";
import Link from "next/link";
import { Popover } from "radix-ui";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";

export type RefLink = { name: string; href: string; current: boolean };

const icons = { branch: GitBranch, tag: Tag, commit: GitCommitHorizontal };
const mostShown = 100;

/** The branch, tag or commit that is shown, and a list to choose another one from. */
export function RefMenu({
  kind,
  label = { branch: "Branch", tag: "Tag", commit: "Commit" }[kind],
  name,
  branches,
  tags,
}: {
  kind: "branch" | "tag" | "commit";
  /** What the name is of, for screen readers. */
  label?: string;
  name: string;
  branches: RefLink[];
  /** Left out where only a branch will do. */
  tags?: RefLink[];
}) {
  const [open, setOpen] = useState(false);
  const [filter, setFilter] = useState("");
  const wanted = filter.trim().toLowerCase();
  const matching = (refs: RefLink[]) => refs.filter((ref) => ref.name.toLowerCase().includes(wanted));
  const sought = tags ? "branch or tag" : "branch";
  const found = { branches: matching(branches), tags: matching(tags ?? []) };
  return (
    <Popover.Root
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setFilter("");
      }}
    >
      <Popover.Trigger asChild>
        <Button className="max-w-full min-w-0">
          <Icon icon={icons[kind]} />
          <span className="sr-only">{label} </span>
          <span className="max-w-80 truncate">{kind === "commit" ? name.slice(0, 12) : name}</span>
          <Icon icon={ChevronDown} />
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={`Choose a ${sought}`}
          className="z-40 flex max-h-[min(26rem,var(--radix-popover-content-available-height))] w-80 max-w-[calc(100vw-1rem)] flex-col rounded-float border border-line-strong bg-raised shadow-float outline-none data-[state=closed]:animate-leave data-[state=open]:animate-rise forced-colors:border-[CanvasText]"
        >
          <div className="border-b p-2">
            <Input
              type="search"
              aria-label={`Find a ${sought}`}
              placeholder={`Find a ${sought}`}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </div>
          <div className="overflow-auto p-1">
            <RefGroup icon={GitBranch} title="Branches" refs={found.branches} onChoose={() => setOpen(false)} />
            <RefGroup icon={Tag} title="Tags" refs={found.tags} onChoose={() => setOpen(false)} />
            {found.branches.length + found.tags.length === 0 ? (
              <p className="px-2 py-1.5 text-muted">
                No {sought} matches “{filter.trim()}”.
              </p>
            ) : null}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function RefGroup({
  icon,
  title,
  refs,
  onChoose,
}: {
  icon: typeof GitBranch;
  title: string;
  refs: RefLink[];
  onChoose: () => void;
}) {
  if (refs.length === 0) return null;
  const more = refs.length - mostShown;
  return (
    <section aria-label={title} className="not-first:mt-1">
      <p className="px-2 py-1 text-xs font-medium text-muted" aria-hidden="true">
        {title}
      </p>
      <ul>
        {refs.slice(0, mostShown).map(({ name, href, current }) => (
          <li key={name}>
            <Link
              href={href}
              onClick={onChoose}
              aria-current={current ? "true" : undefined}
              className="flex min-h-(--control) items-center gap-2 rounded-sm px-2 py-1 text-fg no-underline hover:bg-press focus-visible:bg-press focus-visible:-outline-offset-2 aria-[current]:font-semibold"
            >
              <Icon icon={icon} className="text-muted" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
      {more > 0 ? (
        <p className="px-2 py-1 text-xs text-muted">And {more.toLocaleString("en")} more. Type to find one.</p>
      ) : null}
    </section>
  );
}
