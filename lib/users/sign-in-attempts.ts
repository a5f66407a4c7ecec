import { forgetAttemptsOf, takeAttemptOf } from "../attempt-limiter";

// Ten attempts in a quarter of an hour for one account from one address, fifty for an account from anywhere, a hundred
// for an address over all accounts. The first is the usual one and keeps a stranger from locking a person out.
const limits = {
  accountFromAddress: { keyPrefix: "sign-in-account-address", points: 10, duration: 15 * 60 },
  account: { keyPrefix: "sign-in-account", points: 50, duration: 15 * 60 },
  address: { keyPrefix: "sign-in-address", points: 100, duration: 15 * 60 },
};

type Limit = keyof typeof limits;

/**
 * Counts an attempt. Null: go on; else the seconds until the next one is let through. A refused attempt counts no
 * further, so that hammering from one address doesn't use up what the account has from anywhere.
 */
export async function takeAttempt(email: string, address: string | null): Promise<number | null> {
  for (const [limit, key] of keysOf(email, address)) {
    const secondsLeft = await takeAttemptOf(limits[limit], key);
    if (secondsLeft !== null) return secondsLeft;
  }
  return null;
}

/** After the right password: what the person mistyped before no longer counts. The address's own count stays. */
export async function forgetAttempts(email: string, address: string | null): Promise<void> {
  for (const [limit, key] of keysOf(email, address)) {
    if (limit !== "address") await forgetAttemptsOf(limits[limit], key);
  }
}

function keysOf(email: string, address: string | null): [Limit, string][] {
  const ofAddress: [Limit, string][] = address === null ? [] : [["address", address]];
  return [["accountFromAddress", `${address ?? ""} ${email}`], ...ofAddress, ["account", email]];
}
