import { type Command, InvalidArgumentError, Option } from "commander";
import { type ExpiryInput, longestExpiryDays } from "@/lib/access-tokens/expiry";
import type { Overlap } from "@/lib/access-tokens/overlap";

/** What limits a token besides its scopes, as far as it was named. */
export type LimitOptions = {
  scope?: string[];
  expires?: ExpiryInput;
  address?: string[];
  watch?: boolean;
  ref?: string[];
};

export function withLimits(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--expires <when>",
        "days from now, the last day as 2027-01-31, a moment as 2027-01-31T12:00:00Z, or never",
      ).argParser(parseExpiry),
    )
    .option("--address <range...>", "where it may come from: an address or a CIDR range; give it once for each")
    .option("--watch", "only record what comes from other addresses, instead of refusing it")
    .option(
      "--ref <pattern...>",
      "where it may push to, such as main, release/* or refs/tags/*; give it once for each",
    );
}

function parseExpiry(text: string): ExpiryInput {
  if (text === "never") return text;
  if (/^\d{1,6}$/.test(text)) {
    const days = Number(text);
    if (days >= 1 && days <= longestExpiryDays) return { days };
    throw new InvalidArgumentError(`Use 1 to ${longestExpiryDays.toLocaleString("en")} days.`);
  }
  // A day counts to its end, here where the command is given.
  const moment = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T23:59:59` : text);
  if (Number.isNaN(moment.getTime()) || !/^\d{4}-\d\d-\d\d/.test(text)) {
    throw new InvalidArgumentError("Use a number of days, a date such as 2027-01-31, or never.");
  }
  return { at: moment.toISOString() };
}

const overlapMinutes = { none: 0, "30m": 30, "24h": 1_440, "7d": 10_080 } as const satisfies Record<string, Overlap>;
export type OverlapOption = keyof typeof overlapMinutes;

export function withOverlap(command: Command): Command {
  return command.addOption(
    new Option("--overlap <time>", "how long the old secret lives on")
      .choices(Object.keys(overlapMinutes))
      .default("30m" satisfies OverlapOption),
  );
}

export function minutesOf(overlap: OverlapOption): Overlap {
  return overlapMinutes[overlap];
}
