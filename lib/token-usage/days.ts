const dayMs = 24 * 60 * 60_000;

/** The day of a moment as it is stored: in UTC, such as `2026-11-23`. */
export function dayOf(moment: number | Date): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** The day so many days before that of the moment. */
export function daysBefore(moment: Date, days: number): string {
  return dayOf(moment.getTime() - days * dayMs);
}

/** So many days, the oldest first, the last one that of the moment. */
export function lastDays(moment: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => daysBefore(moment, count - 1 - index));
}
