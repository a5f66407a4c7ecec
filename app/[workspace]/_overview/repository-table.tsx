import { KeyRound, SquareCode } from "lucide-react";
import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Status } from "@/components/ui/status";
import { Time } from "@/components/ui/time";
import type { RepositoryLine } from "./repository-lines";

/** One line for each repository; on phones two, without what it's about. */
export function RepositoryTable({ caption, repositories }: { caption: string; repositories: RepositoryLine[] }) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: the narrow layout's `display` would strip them.
    <table role="table" className="w-full table-fixed border-collapse text-left max-phone:block">
      <caption className="sr-only">{caption}</caption>
      <colgroup>
        <col className="w-64" />
        <col />
        <col className="w-32" />
        <col className="w-36" />
      </colgroup>
      <thead role="rowgroup" className="sr-only">
        <tr role="row">
          <th role="columnheader" scope="col">
            Repository
          </th>
          <th role="columnheader" scope="col">
            About
          </th>
          <th role="columnheader" scope="col">
            Active access tokens
          </th>
          <th role="columnheader" scope="col">
            Last push
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-phone:block">
        {repositories.map(({ slug, href, description, tokenCount, pushedAt }) => (
          <tr
            key={slug}
            role="row"
            className="border-b last:border-b-0 phone:hover:bg-hover max-phone:grid max-phone:grid-cols-[auto_1fr] max-phone:gap-x-3 max-phone:gap-y-1 max-phone:px-4 max-phone:py-2.5"
          >
            <td role="cell" className="phone:py-[0.4375rem] phone:pr-3 phone:pl-4 max-phone:col-span-full">
              <Link
                href={href}
                className="group flex w-fit max-w-full items-center gap-2 font-medium text-fg no-underline max-phone:min-h-6"
              >
                <Icon icon={SquareCode} className="text-muted" />
                <span className="[overflow-wrap:anywhere] group-hover:underline">{slug}</span>
              </Link>
            </td>
            <td role="cell" className="truncate px-3 text-muted max-phone:hidden" title={description || undefined}>
              {description}
            </td>
            <td role="cell" className="phone:px-3 max-phone:pl-6">
              {tokenCount === null ? null : (
                <Status icon={KeyRound}>
                  {tokenCount === 0
                    ? "No tokens"
                    : `${tokenCount.toLocaleString("en")} token${tokenCount === 1 ? "" : "s"}`}
                </Status>
              )}
            </td>
            <td role="cell" className="text-right whitespace-nowrap text-muted phone:pr-4 phone:pl-3 max-phone:text-xs">
              {pushedAt ? <Time at={pushedAt} /> : "Empty"}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above.
  );
}
