import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool } from "@/db/client";

/** So many points within so many seconds, for each key. */
export type AttemptLimit = { keyPrefix: string; points: number; duration: number };

/** Counts an attempt, right across processes. Null: go on; else the seconds until the next one is let through. */
export async function takeAttemptOf(limit: AttemptLimit, key: string): Promise<number | null> {
  try {
    await limiter(limit).consume(key);
    return null;
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
  }
}

export async function forgetAttemptsOf(limit: AttemptLimit, key: string): Promise<void> {
  await limiter(limit).delete(key);
}

function limiter(limit: AttemptLimit): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...limit,
    storeClient: databasePool(),
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
  });
}
