import type { ReactNode } from "react";
import { cx } from "./class-names";

/** Names and values in two columns; one on phones. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl
      className={cx(
        "grid grid-cols-[8.5rem_minmax(0,1fr)] items-center gap-x-4 gap-y-1 max-phone:grid-cols-1",
        className,
      )}
    >
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-h-(--control-sm) min-w-0 items-center gap-2 max-phone:mb-1">{children}</dd>
    </>
  );
}
