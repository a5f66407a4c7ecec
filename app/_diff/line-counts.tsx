import { cx } from "@/components/ui/class-names";

/** "+12 −3", in words for who doesn't see the signs. Nothing of a binary file, which has no lines. */
export function LineCounts({
  added,
  removed,
  className,
}: {
  added: number | null;
  removed: number | null;
  className?: string;
}) {
  if (added === null || removed === null) return null;
  return (
    <span className={cx("flex-none text-sm whitespace-nowrap tabular-nums", className)}>
      <span className="text-success-fg">
        <span aria-hidden="true">+</span>
        {added.toLocaleString("en")}
        <span className="sr-only"> added,</span>
      </span>{" "}
      <span className="text-danger-fg">
        <span aria-hidden="true">−</span>
        {removed.toLocaleString("en")}
        <span className="sr-only"> removed</span>
      </span>
    </span>
  );
}
