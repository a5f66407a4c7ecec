export type UsageDay = { day: string; requests: number; refusals: number };

/** Four steps of 1, 2 or 5 times a power of ten that hold the highest value. */
export function chartTicks(highest: number): number[] {
  const least = Math.max(highest / 4, 1);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= least) ?? least;
  return [0, 1, 2, 3, 4].map((count) => count * step);
}

/** "500", "1.5k", "2M" */
export function tickLabel(value: number): string {
  if (value < 1_000) return String(value);
  return value < 1_000_000 ? `${value / 1_000}k` : `${value / 1_000_000}M`;
}

/** What the chart shows, in a sentence. */
export function chartSentence(days: readonly UsageDay[]): string {
  const requests = sum(days.map((day) => day.requests));
  const refusals = sum(days.map((day) => day.refusals));
  const over = `Requests a day over ${days.length} days`;
  if (requests === 0) return `${over}: none.`;
  const busiest = days.reduce((most, day) => (day.requests > most.requests ? day : most));
  const most = `most on ${dayName(busiest.day)} with ${count(busiest.requests)}`;
  return `${over}: ${count(requests)} in all, ${refusals === 0 ? "none" : count(refusals)} refused, ${most}.`;
}

/** "26 August" of "2026-08-26"; `short`: "26 Aug". Days are days in UTC. */
export function dayName(day: string, length: "long" | "short" | "full" = "long"): string {
  const style: Intl.DateTimeFormatOptions =
    length === "full" ? { day: "numeric", month: "short", year: "numeric" } : { day: "numeric", month: length };
  return new Intl.DateTimeFormat("en-GB", { ...style, timeZone: "UTC" })
    .format(new Date(`${day}T00:00:00Z`))
    .replace(/\bSept\b/, "Sep");
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function count(number: number): string {
  return number.toLocaleString("en");
}
