import { hash, verify } from "@node-rs/argon2";

// OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. The library's default algorithm is argon2id.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, cost);
}

/**
 * Whether the password is right. With no hash to compare with it does the same work and says no, so that an unknown
 * address can't be told from a wrong password.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword("the password of nobody");
  const right = await verify(passwordHash ?? (await nobodysHash), password);
  return right && passwordHash !== null;
}

let nobodysHash: Promise<string> | undefined;
