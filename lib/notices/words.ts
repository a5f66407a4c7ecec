import type { NoticeKind } from "./kinds";

/** What the words are made of: pages and mails have more of a notice than this. */
type Told = { kind: string; tokenName: string; details: Record<string, unknown> };

/** One line that says what happened to which token. */
export function noticeTitle({ kind, tokenName, details }: Told): string {
  switch (kind as NoticeKind) {
    case "expires_soon":
      return `${tokenName} expires ${inDays(details.days)}`;
    case "expired":
      return `${tokenName} has expired`;
    case "unused":
      return `Nobody used ${tokenName} for 90 days`;
    case "old_secret_used":
      return `An old secret of ${tokenName} was used again`;
    case "leaked":
      return `${details.old_secret === true ? "The old" : "The"} secret of ${tokenName} was found where others can read it`;
    case "revoked_by_other":
      return `${tokenName} was revoked by ${person(details.by, "the command line")}`;
    case "policy_exceeded":
      return `${tokenName} exceeds the policy of its workspace`;
    case "issuer_left":
      return `${person(details.who, "Someone")}, who answered for ${tokenName}, has left`;
  }
}

/** What it means, and what can be done. */
export function noticeText({ kind, details }: Told): string {
  switch (kind as NoticeKind) {
    case "expires_soon":
      return "Replace it before then if something still needs it.";
    case "expired":
      return "It opens nothing any more. Replace it to bring it back, or revoke it.";
    case "unused":
      return "If nothing needs it, revoke it.";
    case "old_secret_used":
      return `Someone still has the secret that was replaced. It opened nothing.${from(details)}`;
    case "leaked":
      return `${leak(details)}${foundAt(details)}`;
    case "revoked_by_other":
      return "It opens nothing any more. Whatever used it needs another token.";
    case "policy_exceeded":
      return "The policy was changed. The token works on as it is until someone replaces it, revokes it or gives it an end.";
    case "issuer_left":
      return "The token works on. Adopt it, so that someone answers for it, or revoke it.";
  }
}

function inDays(days: unknown): string {
  return typeof days === "number" && days > 1 ? `in ${days} days` : "within a day";
}

function person(name: unknown, otherwise: string): string {
  return typeof name === "string" && name !== "" ? name : otherwise;
}

function leak({ old_secret }: Record<string, unknown>): string {
  return old_secret === true
    ? "It was reported, and ended at once. The secret that replaced it works on."
    : "It was reported, and the token was revoked at once. Whatever used it needs another token.";
}

function foundAt({ url }: Record<string, unknown>): string {
  return typeof url === "string" ? ` It was found at ${url}` : "";
}

function from({ address, client }: Record<string, unknown>): string {
  if (typeof address !== "string") return "";
  return typeof client === "string" && client !== ""
    ? ` It came from ${address}, with ${client}.`
    : ` It came from ${address}.`;
}
