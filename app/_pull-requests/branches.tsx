import { ArrowRight } from "lucide-react";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";

/** From where to where. Long names break. */
export function Branches({ source, destination }: { source: string; destination: string }) {
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-1.5 gap-y-1">
      <BranchName name={source} />
      <Icon icon={ArrowRight} size={12} className="text-muted" />
      <span className="sr-only">to</span>
      <BranchName name={destination} />
    </span>
  );
}

export function BranchName({ name, className }: { name: string; className?: string }) {
  return (
    <code
      translate="no"
      className={cx("rounded-sm border bg-sunken px-1 py-px text-xs [overflow-wrap:anywhere]", className)}
    >
      {name}
    </code>
  );
}
