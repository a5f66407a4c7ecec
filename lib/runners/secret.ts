import { createHmac } from "node:crypto";
import { isPrintable, newPrintable } from "../access-tokens/secret";
import { runnerPrefixes } from "../access-tokens/secret-format";
import { deriveKey, type Key, keyring } from "../keyring";

/** What a runner shows: its client secret to get a token, and the token to report. Both have the form of an access token's. */
export type RunnerSecret = string & { readonly brand: "RunnerSecret" };
type RunnerSecretKind = keyof typeof runnerPrefixes;

export function newRunnerSecret(kind: RunnerSecretKind): RunnerSecret {
  return newPrintable(runnerPrefixes[kind]) as RunnerSecret;
}

/** The text as a secret of the kind, or null where its form or checksum is wrong. */
export function parseRunnerSecret(kind: RunnerSecretKind, text: string): RunnerSecret | null {
  return text.startsWith(runnerPrefixes[kind]) && isPrintable(text) ? (text as RunnerSecret) : null;
}

/** The digest under the current key, for storing. */
export function runnerDigestForStorage(secret: RunnerSecret): { digest: Buffer; keyId: string } {
  const { current } = keyring();
  return { digest: digestWith(current, secret), keyId: current.id };
}

/** The digests under each key of the ring, for looking it up. */
export function runnerDigestsForLookup(secret: RunnerSecret): Buffer[] {
  return keyring().all.map((key) => digestWith(key, secret));
}

function digestWith(key: Key, secret: RunnerSecret): Buffer {
  return createHmac("sha256", deriveKey(key, "runner-pepper")).update(secret).digest();
}
