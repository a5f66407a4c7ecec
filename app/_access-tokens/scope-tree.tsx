import { cx } from "@/components/ui/class-names";
import type { ResourceKind } from "@/lib/authorization/scopes";

const lines = [
  { path: "M84 16V29H46V42", reachedBy: ["workspace"] },
  { path: "M84 16V29H122V42", reachedBy: ["workspace"] },
  { path: "M46 54V67H26V80", reachedBy: ["workspace", "project"] },
  { path: "M46 54V67H66V80", reachedBy: ["workspace", "project"] },
  { path: "M122 54V67H102V80", reachedBy: ["workspace"] },
  { path: "M122 54V67H142V80", reachedBy: ["workspace"] },
];

const boxes = [
  { x: 78, y: 6, reachedBy: ["workspace"] },
  { x: 40, y: 42, reachedBy: ["workspace", "project"] },
  { x: 116, y: 42, reachedBy: ["workspace"] },
  { x: 20, y: 78, reachedBy: ["workspace", "project", "repository"] },
  { x: 60, y: 78, reachedBy: ["workspace", "project"] },
  { x: 96, y: 78, reachedBy: ["workspace"] },
  { x: 136, y: 78, reachedBy: ["workspace"] },
];

/** A workspace, its projects and their repositories, with what a token of the kind reaches filled in. */
export function ScopeTree({ kind }: { kind: ResourceKind }) {
  return (
    <svg
      viewBox="19 0 130 96"
      aria-hidden="true"
      className="mb-2.5 h-24 w-[8.125rem] max-phone:row-span-3 max-phone:mb-0 max-phone:h-16 max-phone:w-22"
    >
      {lines.map(({ path, reachedBy }) => {
        const on = reachedBy.includes(kind);
        return (
          <path
            key={path}
            d={path}
            strokeWidth={on ? 1.75 : 1.25}
            className={cx("fill-none", on ? "stroke-accent" : "stroke-line-strong")}
          />
        );
      })}
      {boxes.map(({ x, y, reachedBy }) => (
        <rect
          key={`${x} ${y}`}
          x={x}
          y={y}
          width="12"
          height="12"
          rx="3"
          strokeWidth="1.25"
          className={reachedBy.includes(kind) ? "fill-accent stroke-accent" : "fill-surface stroke-line-control"}
        />
      ))}
    </svg>
  );
}
