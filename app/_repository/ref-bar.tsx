import type { ReactNode } from "react";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, sourcePage } from "./addresses";
import { type RefLink, RefMenu } from "./ref-menu";
import { type ResolvedRef, refNames } from "./refs";

/** The choice of a branch or tag, which keeps the path, with what stands beside it. */
export async function RefBar({
  repository,
  current,
  href = (ref) => sourcePage(addressOf(repository), ref),
  children,
}: {
  repository: Repository;
  current: ResolvedRef;
  /** Where another ref leads. */
  href?: (ref: string) => string;
  children?: ReactNode;
}) {
  const { branches, tags } = await refNames(repository.id);
  const links = (names: string[], kind: ResolvedRef["kind"]): RefLink[] =>
    names.slice(0, mostSent).map((name) => ({
      name,
      href: href(name),
      current: current.kind === kind && current.name === name,
    }));
  const mainFirst = branches.toSorted(
    (a, b) => Number(b === repository.mainBranch) - Number(a === repository.mainBranch),
  );
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 max-phone:gap-x-2 max-phone:gap-y-1">
      <RefMenu
        kind={current.kind}
        name={current.name}
        branches={links(mainFirst, "branch")}
        tags={links(tags.toReversed(), "tag")}
      />
      {children}
    </div>
  );
}

// Names travel with the page; whoever has more of them finds the rest on the pages of branches and tags.
const mostSent = 2_000;
