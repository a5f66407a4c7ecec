const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "2 minutes ago", "Yesterday", "3 weeks ago". A time that is about to come counts as now. */
export function relativeTime(at: Date, now: number): string {
  const age = now - at.getTime();
  if (age < minute) return "Just now";
  if (age < hour) return ago(Math.floor(age / minute), "minute");
  if (age < day) return ago(Math.floor(age / hour), "hour");
  if (age < 2 * day) return "Yesterday";
  if (age < 14 * day) return ago(Math.floor(age / day), "day");
  if (age < 60 * day) return ago(Math.floor(age / (7 * day)), "week");
  if (age < 730 * day) return ago(Math.floor(age / (30.44 * day)), "month");
  return ago(Math.floor(age / (365.25 * day)), "year");
}

/** Relative for a week, then the date. */
export function recentOrDate(at: Date, now: number, zone: string): string {
  return now - at.getTime() < 7 * day ? relativeTime(at, now) : shortDate(at, zone);
}

/** "3 Mar 2026" */
export function shortDate(at: Date, zone: string): string {
  return format(at, zone, { day: "numeric", month: "short", year: "numeric" });
}

/** "Today, 17:02", else "22 Nov 2026, 22:10" */
export function dateAndTime(at: Date, now: number, zone: string): string {
  const date = shortDate(at, zone);
  return `${date === shortDate(new Date(now), zone) ? "Today" : date}, ${clockTime(at, zone)}`;
}

/** "17:02" */
export function clockTime(at: Date, zone: string): string {
  return format(at, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** "22 Nov 2026, 22:10:31 CET": for the title. */
export function fullTime(at: Date, zone: string): string {
  return format(at, zone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
}

/** "22 Feb 2027, 17:04 CET": for what is still to come. */
export function endDate(at: Date, zone: string): string {
  return format(at, zone, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZoneName: "short",
  });
}

function ago(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
}

/** Day before month; months without Intl's "Sept". */
function format(at: Date, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone }).format(at).replace("Sept", "Sep");
}
