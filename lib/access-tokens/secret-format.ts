import type { ResourceKind } from "../authorization/scopes";

/** The form of a secret: a prefix by kind, 40 random base-62 characters, 6 of checksum. Free of Node, for forms too. */
export const secretPrefixes = {
  repository: "lkr_",
  project: "lkp_",
  workspace: "lkw_",
} as const satisfies Record<ResourceKind, string>;

/** Runners have secrets of the same form: the one that a runner is registered with, and the tokens that it gets for it. */
export const runnerPrefixes = { client: "lkc_", token: "lkt_" } as const;

export const randomLength = 40;
export const checksumLength = 6;
export const secretLength = 4 + randomLength + checksumLength;

/** What a secret looks like to a scanner; the checksum settles it. */
export const secretPattern = /lk[rpwct]_[0-9A-Za-z]{46}/;

/** The text without what looks like a secret in it. */
export function withoutSecrets(text: string): string {
  return text.replace(new RegExp(secretPattern.source, "g"), "[secret]");
}
