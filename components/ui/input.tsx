import type { ComponentProps } from "react";
import { cx } from "./class-names";

// 16 px text on narrow screens, so that phones don't zoom on focus.
export const controlClass =
  "w-full min-h-(--control) rounded-md border border-line-control bg-surface px-2.5 py-1 text-base max-control:text-lg focus-visible:-outline-offset-1 focus-visible:border-focus aria-invalid:border-danger-control aria-invalid:inset-ring aria-invalid:inset-ring-danger-control [&[readonly]]:bg-sunken [&[readonly]]:text-muted";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...rest} className={cx(controlClass, className)} />;
}

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...rest} rows={rows} className={cx(controlClass, "py-1.5", className)} />;
}
