import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names";

// `display: block` in the narrow layout strips the elements' own roles, so they are spelled out.
const roles = {
  table: { role: "table" },
  rowgroup: { role: "rowgroup" },
  row: { role: "row" },
  columnheader: { role: "columnheader" },
  cell: { role: "cell" },
} as const;

/**
 * A table that becomes cards below 860 px. The first cell is the card's head; `Pair` cells get their label back; a `MenuCell` moves to the corner.
 */
export function Table({
  caption,
  columns,
  children,
}: {
  /** For screen readers. */
  caption: string;
  columns: { label: ReactNode; className?: string; hidden?: boolean }[];
  children: ReactNode;
}) {
  return (
    <table {...roles.table} className="w-full border-collapse text-left max-cards:block">
      <caption className="sr-only">{caption}</caption>
      <thead {...roles.rowgroup} className="max-cards:sr-only">
        <tr {...roles.row}>
          {columns.map(({ label, className, hidden }, index) => (
            <th
              key={index}
              {...roles.columnheader}
              scope="col"
              className={cx(
                "border-b px-3 py-2 text-xs font-medium whitespace-nowrap text-muted first:pl-4 last:pr-4",
                className,
              )}
            >
              {hidden ? <span className="sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...roles.rowgroup} className="max-cards:block">
        {children}
      </tbody>
    </table>
  );
}

export function Row({ className, ...rest }: ComponentProps<"tr">) {
  return (
    <tr
      {...rest}
      {...roles.row}
      className={cx(
        "border-b last:border-b-0 cards:hover:bg-hover max-cards:relative max-cards:block max-cards:px-4 max-cards:py-3.5",
        className,
      )}
    />
  );
}

const cell = "align-top cards:px-3 cards:py-2.5 cards:first:pl-4 cards:last:pr-4 max-cards:not-first:mt-2";

export function Cell({ className, ...rest }: ComponentProps<"td">) {
  return <td {...rest} {...roles.cell} className={cx(cell, "max-cards:block max-cards:first:pr-11", className)} />;
}

/** An answer with its detail. In cards: label and value on one line. */
export function Pair({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <td
      {...roles.cell}
      className={cx(
        cell,
        "max-cards:grid max-cards:grid-cols-[4.5rem_minmax(0,1fr)] max-cards:items-baseline max-cards:gap-2 max-cards:text-sm [&+&]:max-cards:mt-1",
        className,
      )}
    >
      <span className="text-muted cards:hidden">{label}</span>
      <div>{children}</div>
    </td>
  );
}

/** The second line of a cell; in a card it follows on the same line, after a dot where `dot` is set. */
export function Sub({ dot = false, children }: { dot?: boolean; children: ReactNode }) {
  return (
    <span
      className={cx(
        "text-muted cards:mt-0.5 cards:block cards:text-xs max-cards:before:content-['_']",
        dot && "max-cards:before:content-['_·_']",
      )}
    >
      {children}
    </span>
  );
}

export function MenuCell({ children }: { children: ReactNode }) {
  return (
    <td
      {...roles.cell}
      className="text-right align-top cards:w-13 cards:pt-2 cards:pr-2.5 max-cards:absolute max-cards:top-1.5 max-cards:right-2"
    >
      {children}
    </td>
  );
}
