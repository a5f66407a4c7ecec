import { createPublicKey, type KeyObject, verify } from "node:crypto";

/** The keys that GitHub signs its messages with, by their identifiers. */
export type ScanningKeys = ReadonlyMap<string, KeyObject>;

/** `identifier:base64 of the public key (DER)`, separated by commas. Throws where one is no such key; names it, not its value. */
export function parseScanningKeys(text: string): ScanningKeys {
  const entries = text
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return new Map(entries.map(parseEntry));
}

function parseEntry(entry: string, index: number): [string, KeyObject] {
  const [identifier = "", encoded = ""] = entry.split(":");
  const wrong = new Error(
    `LATCHKEY_GITHUB_SCANNING_KEYS: key ${index + 1} is not right. Write it as identifier:base64 of a P-256 public key.`,
  );
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(identifier)) throw wrong;
  try {
    const key = createPublicKey({ key: Buffer.from(encoded, "base64"), format: "der", type: "spki" });
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return [identifier, key];
  } catch {
    // Said below, without what the key was.
  }
  throw wrong;
}

/** Whether the bytes were signed with the key of that identifier: ECDSA on P-256 with SHA-256, in base64 of DER. */
export function isSigned(keys: ScanningKeys, bytes: Buffer, identifier: string, signature: string): boolean {
  const key = keys.get(identifier);
  return key !== undefined && verify("sha256", bytes, key, Buffer.from(signature, "base64"));
}
