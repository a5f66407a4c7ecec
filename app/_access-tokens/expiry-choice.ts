import { type ExpiryInput, longestExpiryDays, offeredLifetimes } from "@/lib/access-tokens/expiry";
import type { IssuingRules } from "@/lib/access-tokens/issuing-rules";
import { holdsStrongScope } from "@/lib/token-policies/policy";

/** What is chosen in the form: an option's value, and a day where that is "date". */
export type ExpiryChoice = { option: ExpiryOption; date: string };
/** Empty: nothing yet. A number is a lifetime in days; "longest" the latest end that a replacement may have. */
export type ExpiryOption = "" | "never" | "date" | "longest" | `${number}`;

/** What of it a token may have, and why not more. */
export type ExpiryOffer = {
  never: boolean;
  /** In days, the longest last. */
  lifetimes: number[];
  longestDays: number;
  /** The last moment that may be chosen; null: any within ten years. */
  latest: Date | null;
  /** Whether `latest` is a choice of its own: a replacement whose token lives less than a day longer. */
  upToLatest: boolean;
  why: string | null;
};

/** A replacement can't live longer than its token was made for: `latest` at most, `days` whole days of it from now. */
export type LifetimeBound = { latest: Date; days: number };

const dayMs = 24 * 60 * 60_000;

export function expiryOffer(
  rules: IssuingRules,
  scopes: readonly string[],
  bound: LifetimeBound | null,
  workspace: string,
  now: number,
): ExpiryOffer {
  const { longestLifetimeDays: allowed } = rules;
  const days = Math.min(allowed ?? longestExpiryDays, bound?.days ?? longestExpiryDays);
  const offered = offeredLifetimes.filter((lifetime) => lifetime <= days);
  const limited = allowed !== null || bound !== null;
  const lifetimes =
    limited && days > 0 && !offered.some((lifetime) => lifetime === days) ? [...offered, days] : offered;
  const ends = [bound?.latest.getTime(), allowed === null ? undefined : now + allowed * dayMs].filter(isNumber);
  const mustEnd = rules.strongScopesExpire && holdsStrongScope(scopes);
  return {
    never: !limited && rules.neverExpiresAllowed && !mustEnd,
    lifetimes: [...lifetimes],
    longestDays: days,
    latest: ends.length > 0 ? new Date(Math.min(...ends)) : null,
    upToLatest: bound !== null && bound.days < 1,
    why: reason(rules, bound, mustEnd, workspace),
  };
}

function reason(
  { longestLifetimeDays: allowed, neverExpiresAllowed }: IssuingRules,
  bound: LifetimeBound | null,
  mustEnd: boolean,
  workspace: string,
): string | null {
  if (bound !== null && (allowed === null || bound.days <= allowed)) {
    return "A replacement can’t live longer than the token was made for.";
  }
  if (allowed !== null) return `${workspace} allows ${allowed.toLocaleString("en")} ${plural("day", allowed)} at most.`;
  if (!neverExpiresAllowed) return `${workspace} asks every token to expire.`;
  return mustEnd ? `${workspace} asks tokens with admin or delete scopes to expire.` : null;
}

/** What the select shows: a choice that isn't offered is none. */
export function offeredOption({ option }: ExpiryChoice, offer: ExpiryOffer): ExpiryOption {
  switch (option) {
    case "":
    case "date":
      return option;
    case "never":
      return offer.never ? option : "";
    case "longest":
      return offer.upToLatest ? option : "";
    default:
      return Number(option) <= offer.longestDays ? option : "";
  }
}

/** The lifetimes to choose from: those offered, and one that a preset chose. */
export function shownLifetimes(option: ExpiryOption, { lifetimes }: ExpiryOffer): number[] {
  const chosen = Number(option || Number.NaN);
  return Number.isNaN(chosen) ? lifetimes : [...new Set([...lifetimes, chosen])].sort((a, b) => a - b);
}

/** What the domain takes; null where a choice or a day is missing. A day counts to its end, in the zone of the browser. */
export function expiryInput(choice: ExpiryChoice, offer: ExpiryOffer): ExpiryInput | null {
  const option = offeredOption(choice, offer);
  switch (option) {
    case "":
      return null;
    case "never":
      return option;
    case "longest":
      return offer.latest && { at: offer.latest.toISOString() };
    case "date": {
      const end = endOfDay(choice.date);
      return end && { at: end.toISOString() };
    }
    default:
      return { days: Number(option) };
  }
}

/** The last moment of a day such as `2026-11-23`, or null where it is none. */
export function endOfDay(date: string): Date | null {
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? null : end;
}

/** The last day whose end is no later than the moment, as a date field takes it. */
export function lastWholeDay(latest: Date): string {
  const day = new Date(latest.getTime() + 1_000 - dayMs);
  return [day.getFullYear(), pad(day.getMonth() + 1), pad(day.getDate())].join("-");
}

export function plural(noun: string, count: number): string {
  return count === 1 ? noun : `${noun}s`;
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
