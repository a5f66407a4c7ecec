import { Shield } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

/** A group, muted, and what is held of it. `included`: through something else. `strong`: it wants care. */
export function Chip({
  group,
  included = false,
  strong = false,
  title,
  children,
}: {
  group?: string;
  included?: boolean;
  strong?: boolean;
  title?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex min-h-[1.375rem] items-center gap-[0.3125rem] rounded-sm border px-[0.4375rem] text-xs font-medium whitespace-nowrap",
        strong && "border-caution-line bg-caution-soft text-caution-fg",
        included && "border-dashed border-line-strong bg-transparent",
        !strong && !included && "bg-chip",
      )}
    >
      {strong ? <Icon icon={Shield} size={12} /> : null}
      {group ? <span className={cx("font-normal", !strong && "text-muted")}>{group}</span> : null}
      {children}
    </span>
  );
}

export function Chips({ children }: { children: ReactNode }) {
  return <ul className="flex flex-wrap gap-1">{children}</ul>;
}
