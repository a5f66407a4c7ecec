import type { ComponentProps } from "react";
import { cx } from "./class-names";

export function Panel({ className, ...rest }: ComponentProps<"div">) {
  return (
    <div
      {...rest}
      className={cx("overflow-clip rounded-lg border bg-surface forced-colors:border-[CanvasText]", className)}
    />
  );
}

/** A heading at the left; what stands at the right gets `ml-auto`. */
export function PanelHead({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cx("flex min-h-11 items-center gap-3 border-b px-4 py-2", className)} />;
}

export function PanelBody({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cx("p-4", className)} />;
}

export function PanelFoot({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cx("flex items-center gap-3 border-t px-4 py-2.5 text-sm text-muted", className)} />;
}
