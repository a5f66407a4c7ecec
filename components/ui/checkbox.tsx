import type { ComponentProps } from "react";
import { cx } from "./class-names";

/** The box alone; a label around it is the target. Locked: ticked for another reason, focusable, not to be changed. */
export function Checkbox({ className, locked = false, ...rest }: ComponentProps<"input"> & { locked?: boolean }) {
  return (
    <input
      {...rest}
      type="checkbox"
      aria-disabled={locked || undefined}
      onClick={locked ? (event) => event.preventDefault() : rest.onClick}
      // React tells of a change even where the click was prevented.
      onChange={locked ? () => undefined : rest.onChange}
      className={cx("check", className)}
    />
  );
}
