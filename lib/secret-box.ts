import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { deriveKey, type Keyring, keyring } from "./keyring";

/** A secret that the product has to read back, encrypted under a key that isn't in the database. */
export type SecretBox = { keyId: string; sealed: Buffer };

/** The key of a box is not at hand, or the box was changed or moved. Its message holds nothing of the secret. */
export class UnopenableSecret extends Error {}

const algorithm = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts under the current key. It opens for the same `place` alone: a box that is moved to another row doesn't. */
export function sealSecret(secret: string, place: string, { current }: Keyring = keyring()): SecretBox {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, deriveKey(current, "secret-box"), nonce);
  cipher.setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return { keyId: current.id, sealed: Buffer.concat([nonce, cipher.getAuthTag(), text]) };
}

/** Throws an `UnopenableSecret` where the key is gone from the keyring, or where the box was changed or moved. */
export function openSecret({ keyId, sealed }: SecretBox, place: string, { all }: Keyring = keyring()): string {
  const key = all.find(({ id }) => id === keyId);
  if (!key) throw new UnopenableSecret(`A secret was encrypted under the key ${keyId}, which is not in the keyring.`);
  try {
    const decipher = createDecipheriv(algorithm, deriveKey(key, "secret-box"), sealed.subarray(0, nonceBytes));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new UnopenableSecret(`A secret under the key ${keyId} was changed or moved.`, { cause });
  }
}
