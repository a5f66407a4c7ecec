import type { Repository } from "@/lib/repositories/find";
import { type RefLink, RefMenu } from "./ref-menu";
import { type ResolvedRef, refNames } from "./refs";

/** The choice of a branch or tag by links, the main branch first. */
export async function RefChoice({
  repository,
  current,
  href,
}: {
  repository: Repository;
  current: Pick<ResolvedRef, "kind" | "name">;
  /** Where another ref leads. */
  href: (ref: string) => string;
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
    <RefMenu
      kind={current.kind}
      name={current.name}
      branches={links(mainFirst, "branch")}
      tags={links(tags.toReversed(), "tag")}
    />
  );
}

// Names travel with the page; whoever has more of them finds the rest on the pages of branches and tags.
const mostSent = 2_000;
