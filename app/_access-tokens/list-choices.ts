import type { TokenFilter, TokenSort } from "@/lib/access-tokens/list-input";

export const filterLabels: Record<TokenFilter, string> = {
  never_expires: "Never expire",
  expires_soon: "End within 30 days",
  unused: "Unused for 90 days",
  strong_scopes: "Admin or delete scopes",
  over_policy: "Exceed the policy",
  issuer_left: "Issued by people who left",
};

const ofActive: [TokenSort, string][] = [
  ["used", "Newest use first"],
  ["unused", "Oldest use first"],
  ["name", "By name"],
  ["created", "Newest first"],
  ["oldest", "Oldest first"],
  ["expires", "Next to end first"],
];

const ofInactive: [TokenSort, string][] = [
  ["ended", "Newest end first"],
  ["name", "By name"],
  ["created", "Newest first"],
  ["oldest", "Oldest first"],
];

/** The orders to choose from, the usual one first. */
export function sortChoices(state: "active" | "inactive"): [TokenSort, string][] {
  return state === "active" ? ofActive : ofInactive;
}

export function orderWords(state: "active" | "inactive", sort: TokenSort | undefined): string {
  const choices = sortChoices(state);
  return (choices.find(([choice]) => choice === sort) ?? choices[0])?.[1] ?? "";
}
