import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";
import { controlClass } from "./input";

/** The browser's own select: it is the best one on phones and with a keyboard. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <div className={cx("relative", className)}>
      <select
        {...rest}
        className={cx(controlClass, "appearance-none pr-8 text-ellipsis forced-colors:appearance-auto")}
      >
        {children}
      </select>
      <Icon
        icon={ChevronDown}
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-muted forced-colors:hidden"
      />
    </div>
  );
}
