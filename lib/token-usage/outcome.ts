import type { AppError } from "../errors";

/**
 * What came of a request with a token. `address_watch` was let through, from an address that an enforced list would
 * refuse. The last five are secrets that had ended: why they had.
 */
export const outcomes = [
  "allowed",
  "address_watch",
  "address",
  "insufficient_scope",
  "not_found",
  "closed",
  "rate",
  "ref",
  "secret",
  "replaced",
  "expired",
  "revoked",
  "reported",
  "self",
  "resource_deleted",
] as const;
export type Outcome = (typeof outcomes)[number];

export function isRefusal(outcome: string): boolean {
  return outcome !== "allowed" && outcome !== "address_watch";
}

/** A branch or file that isn't there, or an input that isn't right, is no refusal: the token was let in and told so. */
export function outcomeOf(error: AppError): Outcome {
  switch (error.code) {
    case "insufficient_scope":
      return "insufficient_scope";
    case "not_found":
      return error.what === "other" ? "allowed" : "not_found";
    case "throttled":
      return "rate";
    default:
      return "allowed";
  }
}
