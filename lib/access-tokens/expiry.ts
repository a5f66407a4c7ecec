import { z } from "zod";

const dayMs = 24 * 60 * 60_000;
export const longestExpiryDays = 3650;

/** The lifetimes that the form offers, in days; beside them stand "never" and any date. */
export const offeredLifetimes = [7, 30, 60, 90, 365] as const;

/** When a token ends by itself: never, some days after it is issued, or at a moment. */
export const ExpiryInput = z.union([
  z.literal("never"),
  z.object({ days: z.number().int().min(1).max(longestExpiryDays) }),
  z.object({ at: z.iso.datetime({ offset: true, error: "Choose a date." }) }),
]);
export type ExpiryInput = z.infer<typeof ExpiryInput>;

/** The moment that is meant, or null for never. */
export function expiresAt(expiry: ExpiryInput, now: Date): Date | null {
  if (expiry === "never") return null;
  return "days" in expiry ? daysAfter(now, expiry.days) : new Date(expiry.at);
}

/** What is wrong with the moment by itself, or null. */
export function expiryProblem(moment: Date | null, now: Date): string | null {
  if (moment === null) return null;
  if (moment <= now) return "Choose a date in the future.";
  return moment > daysAfter(now, longestExpiryDays) ? "Choose a date within ten years." : null;
}

export function daysAfter(moment: Date, days: number): Date {
  return new Date(moment.getTime() + days * dayMs);
}
