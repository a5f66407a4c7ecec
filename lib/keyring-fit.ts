import { db } from "@/db/client";
import { knownKeys } from "@/db/schema/known-keys";
import { deriveKey, type Keyring, keyring } from "./keyring";

/**
 * Says why the keyring doesn't fit the database, or null where it does, and notes its keys then. Under other keys every token would
 * silently stop working, and nothing new could be told from the old.
 */
export async function keyringMisfit(ring: Keyring = keyring()): Promise<string | null> {
  return db().transaction(async (tx) => {
    const known = new Map((await tx.select().from(knownKeys)).map((row) => [row.id, row.fingerprint]));
    const own = ring.all.map((key) => ({ id: key.id, fingerprint: deriveKey(key, "fingerprint") }));
    const other = own.find((key) => known.has(key.id) && !known.get(key.id)?.equals(key.fingerprint));
    if (other) return `the key called ${other.id} is not the one it was filled under`;
    if (known.size > 0 && !own.some((key) => known.has(key.id))) {
      return `it was filled under ${[...known.keys()].join(", ")}, and none of these is in the keyring`;
    }
    const fresh = own.filter((key) => !known.has(key.id)).map((key) => ({ ...key, firstSeenAt: new Date() }));
    if (fresh.length > 0) await tx.insert(knownKeys).values(fresh).onConflictDoNothing();
    return null;
  });
}
