import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

/** The ordinary state: quiet text with an icon. */
export function Status({
  icon,
  live = false,
  className,
  children,
}: {
  icon: LucideIcon;
  live?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex items-center gap-[0.3125rem] align-middle text-xs whitespace-nowrap text-muted",
        className,
      )}
    >
      {/* A bigger dot than the set's own, which is lost at 12 px. */}
      <Icon
        icon={icon}
        size={12}
        className={cx(
          live &&
            "text-live [&.lucide-circle-dot>circle:first-child]:fill-current [&.lucide-circle-dot>circle:first-child]:[r:2.5px]",
        )}
      />
      {children}
    </span>
  );
}
