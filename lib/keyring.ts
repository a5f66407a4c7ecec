import { hkdfSync, randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env } from "./env";

/** A master key. What is used is derived from it, one key for each purpose. */
export type Key = { id: string; material: Buffer };
export type Keyring = { current: Key; all: readonly Key[] };
type KeyPurpose =
  | "access-token-pepper"
  | "account-link-pepper"
  | "fingerprint"
  | "runner-pepper"
  | "secret-box"
  | "session";

let loaded: Keyring | undefined;

/**
 * The keys that live outside the database: from LATCHKEY_KEYS, else from the file `keyring` in the data folder, which
 * is made where it's missing. The first key is current; the others are retired and still recognised.
 */
export function keyring(): Keyring {
  loaded ??= parseKeyring(env.keys ?? readOrCreateKeyFile(path.join(env.dataDir, "keyring")));
  return loaded;
}

/** 32 bytes derived for one purpose (HKDF-SHA-256, RFC 5869). */
export function deriveKey(key: Key, purpose: KeyPurpose): Buffer {
  return Buffer.from(hkdfSync("sha256", key.material, "", `latchkey ${purpose}`, 32));
}

/** Throws where the text is not a keyring; the message names the entry, never its key. */
export function parseKeyring(text: string): Keyring {
  const all = text
    .split(/[,\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "")
    .map(parseKey);
  const current = all[0];
  if (!current) throw new Error("The keyring is empty. It needs at least one key, written as id:base64 of 32 bytes.");
  if (new Set(all.map((key) => key.id)).size !== all.length) throw new Error("The keyring names a key twice.");
  return { current, all };
}

function parseKey(entry: string, index: number): Key {
  const match = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_=-]+)$/.exec(entry);
  const material = Buffer.from(match?.[2] ?? "", "base64");
  if (!match?.[1] || material.length !== 32) {
    throw new Error(`Key ${index + 1} of the keyring is not right. Write it as id:base64 of 32 bytes.`);
  }
  return { id: match[1], material };
}

function readOrCreateKeyFile(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  try {
    writeFileSync(file, `k1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFileSync(file, "utf8");
}
