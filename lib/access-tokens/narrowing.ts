import { effectiveScopes } from "../authorization/scopes";
import { rangesCover } from "./addresses";
import { daysAfter } from "./expiry";
import type { Grant } from "./insert-secret";
import { patternsCover } from "./push-refs";

/** The token as it stands before it is replaced. `since`: when its newest secret was issued. */
export type Replaced = Omit<Grant, "scopes"> & { scopes: readonly string[]; since: Date };

/**
 * What of the replacement would be wider than the token is, by field; null where nothing is. Scopes, addresses and refs
 * may stay or shrink. A lifetime may stay or shrink too, and begins anew: otherwise a token that expires could be
 * replaced only by one that expires as soon.
 */
export function wideningProblems(before: Replaced, after: Grant, now: Date): Record<string, string[]> | null {
  const problems: Record<string, string[]> = {};
  const held = effectiveScopes(before.scopes);
  const added = effectiveScopes(after.scopes).filter((scope) => !held.includes(scope));
  if (added.length > 0)
    problems.scopes = [`A replacement can’t add ${added.join(", ")}. Create another token for that.`];
  const latest = latestEnd(before, now);
  if (latest !== null && (after.expiresAt === null || after.expiresAt > latest)) {
    problems.expiry = ["A replacement can’t live longer than the token was made for. Choose an earlier end."];
  }
  if (!addressesNarrow(before, after)) {
    problems.addresses = ["A replacement can’t come from more addresses. Keep to the ranges that the token has."];
  }
  if (before.refs !== null && (after.refs === null || !patternsCover(before.refs, after.refs))) {
    problems.refs = ["A replacement can’t push to more refs. Keep to the patterns that the token has."];
  }
  return Object.keys(problems).length > 0 ? problems : null;
}

/** The latest end that a replacement made now may have; null: it may live for ever. */
export function latestEnd({ since, expiresAt }: Pick<Replaced, "since" | "expiresAt">, now: Date): Date | null {
  return expiresAt && new Date(now.getTime() + expiresAt.getTime() - since.getTime());
}

/** The lifetime in whole days that a replacement may have at most; null: any. */
export function lifetimeDays(token: Pick<Replaced, "since" | "expiresAt">): number | null {
  if (token.expiresAt === null) return null;
  return Math.floor((token.expiresAt.getTime() - token.since.getTime()) / daysAfter(new Date(0), 1).getTime());
}

/** A list that is only watched keeps nobody out: any list is narrower. */
function addressesNarrow(before: Pick<Grant, "addresses" | "addressMode">, after: Grant): boolean {
  if (before.addresses === null || before.addressMode === "watch") return true;
  return after.addresses !== null && after.addressMode === "enforce" && rangesCover(before.addresses, after.addresses);
}
