import type { LucideIcon } from "lucide-react";
import { cx } from "./class-names";

/** A line icon beside text, or in a control that has a name. 16 px; 12 in chips, badges and status. */
export function Icon({
  icon: Glyph,
  size = 16,
  className,
}: {
  icon: LucideIcon;
  size?: 12 | 16 | 22;
  className?: string;
}) {
  // Drawn on 24 units: 2.25 of them are 1.5 px at 16.
  return <Glyph size={size} strokeWidth={2.25} aria-hidden="true" className={cx("block flex-none", className)} />;
}
