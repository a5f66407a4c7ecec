import { Layers, LayoutGrid, SquareCode } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Mark } from "@/components/ui/mark";
import { AccountMenu } from "./account-menu";
import { InboxLink } from "./inbox-link";

export type Crumb = { kind: "workspace" | "project" | "repository"; label: string; href: string };

const icons = { workspace: LayoutGrid, project: Layers, repository: SquareCode };

/**
 * The mark, the breadcrumb that is the navigation, the inbox and the account. `crumbs` runs from the workspace to where
 * one is.
 */
export function TopBar({
  crumbs = [],
  user,
  unread,
}: {
  crumbs?: Crumb[];
  user: { name: string; email: string };
  unread: number;
}) {
  return (
    <header className="flex h-(--topbar) items-center gap-3 bg-surface px-(--edge) max-phone:gap-2">
      <Link
        href="/"
        aria-label="Latchkey, your workspaces"
        className="flex items-center gap-2 rounded-sm font-semibold tracking-[-0.01em] text-fg no-underline"
      >
        <Mark className="size-6" />
        <span className="max-phone:hidden">Latchkey</span>
      </Link>
      {crumbs.length > 0 ? (
        <>
          <span aria-hidden="true" className="h-5 w-px bg-line-strong" />
          <nav aria-label="Breadcrumb" className="min-w-0">
            <ol className="flex min-w-0 items-center">
              {crumbs.map(({ kind, label, href }) => (
                <li
                  key={href}
                  className="group flex min-w-0 items-center not-first:before:mx-0.5 not-first:before:text-line-control not-first:before:content-['/'/'']"
                >
                  <Link
                    href={href}
                    className="flex min-w-0 items-center gap-1.5 rounded-sm px-1.5 py-1 text-muted no-underline group-last:font-semibold group-last:text-fg hover:bg-hover hover:text-fg"
                  >
                    <Icon icon={icons[kind]} className="text-muted max-phone:hidden" />
                    <span className="truncate" title={label}>
                      {label}
                    </span>
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        </>
      ) : null}
      <div className="mr-[calc((1.75rem-var(--control))/2)] ml-auto flex items-center gap-1">
        <InboxLink unread={unread} />
        <AccountMenu {...user} />
      </div>
    </header>
  );
}
