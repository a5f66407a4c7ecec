import { cx } from "@/components/ui/class-names";

export function Method({ method, className }: { method: string; className?: string }) {
  return (
    <span className={cx("font-mono text-xs", method === "DELETE" ? "text-danger-fg" : "text-muted", className)}>
      {method}
    </span>
  );
}
