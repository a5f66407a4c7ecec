import type { Scope } from "@/lib/authorization/scopes";
import type { ExpiryChoice, ExpiryOffer } from "./expiry-choice";
import { expiryInput } from "./expiry-choice";

/** What the form holds of a token's scopes, end and limits, as it is typed. */
export type GrantDraft = {
  scopes: readonly Scope[];
  expiry: ExpiryChoice;
  /** One on a line; empty: any. */
  addresses: string;
  addressMode: "enforce" | "watch";
  /** One on a line; empty: any. */
  refs: string;
};

export const emptyGrant: GrantDraft = {
  scopes: [],
  expiry: { option: "never", date: "" },
  addresses: "",
  addressMode: "enforce",
  refs: "",
};

/** As the domain takes it. `expiry` is undefined where it is still to be chosen. */
export function grantInput({ scopes, expiry, addresses, addressMode, refs }: GrantDraft, offer: ExpiryOffer) {
  return {
    scopes: [...scopes],
    expiry: expiryInput(expiry, offer) ?? undefined,
    addresses: linesOf(addresses),
    addressMode,
    refs: linesOf(refs),
  };
}

/** The lines that say something, or null where none does. */
export function linesOf(text: string): string[] | null {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return lines.length > 0 ? lines : null;
}

/** The schema takes a missing end for never; a form that offers a choice asks for it. */
export function missingEnd({ expiry }: { expiry?: unknown }): Record<string, string[]> {
  return expiry === undefined ? { expiry: ["Choose when it expires."] } : {};
}
