import { ArrowRight } from "lucide-react";
import type { RepositoryAddress } from "@/app/_repository/addresses";
import { type RefLink, RefMenu } from "@/app/_repository/ref-menu";
import { Icon } from "@/components/ui/icon";
import { newPage } from "./address";

/** From which branch into which one. Choosing another one keeps what was typed beneath. */
export function BranchChoice({
  address,
  branches,
  source,
  destination,
}: {
  address: RepositoryAddress;
  branches: string[];
  /** Empty: none is chosen yet. */
  source: string;
  destination: string;
}) {
  const links = (current: string, href: (name: string) => string): RefLink[] =>
    branches.map((name) => ({ name, href: href(name), current: name === current }));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <RefMenu
        kind="branch"
        label="Source branch"
        name={source === "" ? "Choose a branch" : source}
        branches={links(source, (name) => newPage(address, { source: name, dest: destination }))}
      />
      <Icon icon={ArrowRight} className="text-muted" />
      <RefMenu
        kind="branch"
        label="Destination branch"
        name={destination}
        branches={links(destination, (name) => newPage(address, { ...(source === "" ? {} : { source }), dest: name }))}
      />
    </div>
  );
}
