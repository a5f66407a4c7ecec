"use client";
import { useMoment } from "./clock";
import { dateAndTime, fullTime, recentOrDate, relativeTime, shortDate } from "./format-time";

type TimeStyle =
  /** "2 minutes ago", under a week; then "3 Mar 2026" */
  | "recent"
  /** "2 minutes ago", however long ago */
  | "relative"
  /** "3 Mar 2026" */
  | "date"
  /** "Today, 17:02" or "22 Nov 2026, 22:10" */
  | "datetime";

/** A time in the viewer's zone; the full one, with the zone, is in its title. */
export function Time({ at, show = "recent" }: { at: Date | string; show?: TimeStyle }) {
  const { now, zone } = useMoment();
  const date = new Date(at);
  const text = {
    recent: () => recentOrDate(date, now, zone),
    relative: () => relativeTime(date, now),
    date: () => shortDate(date, zone),
    datetime: () => dateAndTime(date, now, zone),
  };
  return (
    <time dateTime={date.toISOString()} title={fullTime(date, zone)}>
      {text[show]()}
    </time>
  );
}
