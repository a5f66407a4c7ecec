import { Check, CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names";
import { Icon } from "./icon";

const tones = {
  plain: { ground: "bg-surface", mark: "", icon: CircleAlert },
  accent: { ground: "border-accent-line bg-accent-soft", mark: "text-accent-fg", icon: Info },
  success: { ground: "border-success-line bg-success-soft", mark: "text-success-fg", icon: Check },
  caution: {
    ground: "border-caution-line bg-caution-soft [&_strong]:text-caution-fg",
    mark: "text-caution-fg",
    icon: TriangleAlert,
  },
  danger: {
    ground: "border-danger-line bg-danger-soft [&_strong]:text-danger-fg",
    mark: "text-danger-fg",
    icon: CircleAlert,
  },
};

/** Beside what it is about, never floating. Begin with a bold lead. */
export function Notice({
  tone = "plain",
  className,
  children,
  ...rest
}: ComponentProps<"div"> & { tone?: keyof typeof tones }) {
  const { ground, mark, icon } = tones[tone];
  return (
    <div {...rest} className={cx("flex gap-2.5 rounded-float border px-3 py-2.5", ground, className)}>
      <Icon icon={icon} className={cx("mt-0.5", mark)} />
      <div className="grid min-w-0 gap-1">{children}</div>
    </div>
  );
}
