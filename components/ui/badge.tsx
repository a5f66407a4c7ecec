import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

const tones = {
  neutral: "border-line-strong bg-chip text-muted",
  accent: "border-accent-line bg-accent-soft text-accent-fg",
  caution: "border-caution-line bg-caution-soft text-caution-fg",
  danger: "border-danger-line bg-danger-soft text-danger-fg",
  success: "border-success-line bg-success-soft text-success-fg",
};

/** The exception, said with icon and text. The ordinary is a `Status`. */
export function Badge({
  icon,
  tone = "neutral",
  className,
  children,
}: {
  icon: LucideIcon;
  tone?: keyof typeof tones;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        "inline-flex min-h-5 items-center gap-[0.3125rem] rounded-full border px-[0.4375rem] align-middle text-xs font-medium whitespace-nowrap",
        tones[tone],
        className,
      )}
    >
      <Icon icon={icon} size={12} />
      {children}
    </span>
  );
}
