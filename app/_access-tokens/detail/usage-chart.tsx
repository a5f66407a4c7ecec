"use client";
import { ChartColumn, Table2 } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelBody, PanelFoot, PanelHead } from "@/components/ui/panel";
import { chartSentence, chartTicks, dayName, tickLabel, type UsageDay } from "./chart-scale";

const phoneDays = 30;

/** Requests a day: bars, or the same as a table. On phones the last 30 days. */
export function UsageChart({ days }: { days: UsageDay[] }) {
  const headingId = useId();
  const [asTable, setAsTable] = useState(false);
  const last = days.at(-1);
  const to = last ? ` days to ${dayName(last.day, "full")}, in UTC` : "";
  return (
    <section aria-labelledby={headingId}>
      <Panel>
        <PanelHead className="flex-wrap gap-y-1">
          <h2 id={headingId} className="text-base">
            Requests a day
          </h2>
          {asTable ? null : (
            <span className="ml-auto flex gap-4 text-xs text-muted">
              <Legend color="bg-chart forced-colors:bg-[CanvasText]">Answered</Legend>
              <Legend color="bg-chart-refused forced-colors:bg-[Highlight]">Refused</Legend>
            </span>
          )}
        </PanelHead>
        {asTable ? (
          <DayTable days={days} labelledBy={headingId} />
        ) : (
          <PanelBody>
            <Bars days={days} width={640} labelEvery={30} className="max-phone:hidden" />
            <Bars days={days.slice(-phoneDays)} width={300} labelEvery={15} className="phone:hidden" />
          </PanelBody>
        )}
        <PanelFoot className="min-h-12 py-1.5">
          <span className={asTable ? "" : "max-phone:hidden"}>
            {days.length}
            {to}
          </span>
          {asTable ? null : (
            <span className="phone:hidden">
              {phoneDays}
              {to}
            </span>
          )}
          <Button kind="quiet" size="small" className="ml-auto" onClick={() => setAsTable(!asTable)}>
            <Icon icon={asTable ? ChartColumn : Table2} />
            {asTable ? "Show as chart" : "Show as table"}
          </Button>
        </PanelFoot>
      </Panel>
    </section>
  );
}

const height = 184;
const base = 162;
const top = 8;
const left = 38;
const gap = 1.5;

function Bars({
  days,
  width,
  labelEvery,
  className,
}: {
  days: UsageDay[];
  width: number;
  labelEvery: number;
  className: string;
}) {
  const ticks = chartTicks(Math.max(0, ...days.map(({ requests }) => requests)));
  const highest = ticks.at(-1) ?? 1;
  const y = (value: number) => base - ((base - top) * value) / highest;
  const slot = (width - left - 2) / days.length;
  const x = (index: number) => left + 2 + index * slot;
  const label = "fill-muted text-[11px] tabular-nums";
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={chartSentence(days)}
      className={cx("h-auto w-full", className)}
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${y(tick) + 0.5}H${width}`} className="stroke-line" />
          <text x={left - 8} y={y(tick) + 4} textAnchor="end" className={label}>
            {tickLabel(tick)}
          </text>
        </g>
      ))}
      {days.map(({ day, requests, refusals }, index) => {
        const answered = base - y(requests - refusals);
        const refused = base - y(refusals);
        const barWidth = slot * 0.78;
        return (
          <g key={day}>
            <rect
              x={x(index)}
              y={base - answered}
              width={barWidth}
              height={answered}
              rx="1"
              className="fill-chart forced-colors:fill-[CanvasText]"
            />
            {refusals > 0 ? (
              <rect
                x={x(index)}
                y={base - answered - refused - (answered > 0 ? gap : 0)}
                width={barWidth}
                height={Math.max(refused, 1.5)}
                rx="1"
                className="fill-chart-refused forced-colors:fill-[Highlight]"
              />
            ) : null}
          </g>
        );
      })}
      {days.map(({ day }, index) => {
        const isLast = index === days.length - 1;
        // The label of the last day stands at the right edge, and needs the room before it.
        if (!isLast && (index % labelEvery !== 0 || days.length - index < labelEvery / 2)) return null;
        return (
          <text
            key={day}
            x={isLast ? width : x(index)}
            y={height - 5}
            textAnchor={isLast ? "end" : "start"}
            className={label}
          >
            {dayName(day, "short")}
          </text>
        );
      })}
    </svg>
  );
}

function DayTable({ days, labelledBy }: { days: UsageDay[]; labelledBy: string }) {
  const cell = "px-4 py-1.5";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    <section aria-labelledby={labelledBy} tabIndex={0} className="max-h-80 overflow-auto -outline-offset-2">
      <table className="w-full border-collapse text-left tabular-nums">
        <thead className="sticky top-0 bg-surface text-xs text-muted">
          <tr>
            <th scope="col" className={cx(cell, "font-medium")}>
              Day
            </th>
            <th scope="col" className={cx(cell, "text-right font-medium")}>
              Answered
            </th>
            <th scope="col" className={cx(cell, "text-right font-medium")}>
              Refused
            </th>
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map(({ day, requests, refusals }) => (
            <tr key={day} className="border-t">
              <th scope="row" className={cx(cell, "font-normal whitespace-nowrap")}>
                <time dateTime={day}>{dayName(day, "full")}</time>
              </th>
              <td className={cx(cell, "text-right")}>{(requests - refusals).toLocaleString("en")}</td>
              <td className={cx(cell, "text-right")}>{refusals.toLocaleString("en")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Legend({ color, children }: { color: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={cx("size-2.5 rounded-[2px]", color)} />
      {children}
    </span>
  );
}
