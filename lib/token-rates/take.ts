import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { databasePool } from "@/db/client";
import type { AccessTokenPrincipal } from "../authorization/principal";
import { findTokenPolicy } from "../token-policies/find";

/** What an hourly allowance is for: the REST API beneath /2.0/repositories, or git. */
export type RatedResource = "api" | "git";

export type Rate = {
  allowed: boolean;
  /** Requests an hour. */
  limit: number;
  /** Whether less than a fifth of them is left. */
  nearLimit: boolean;
  /** Until the allowance is whole again. */
  secondsLeft: number;
};

/**
 * A part of a token's allowance that this process has taken and spends by itself: the database is asked once for each
 * part, and the parts of all processes together are never more than the allowance. It ends with the hour it was taken in.
 */
type Lease = {
  /** Null: the workspace has no limit. */
  limit: number | null;
  left: number;
  /** What nobody had taken when this was. */
  untaken: number;
  /** When the hour of the allowance ends. */
  endsAt: number;
  /** When to ask again, though nothing is left: the policy may have changed. */
  askAgainAt: number;
};

/** A policy that gives more holds after that for a token that was refused. */
const askAgainMs = 60_000;
const hourSeconds = 60 * 60;
const leasedShare = 0.02;
const nearShare = 0.2;

/** The leases of one process. */
export class TokenRates {
  private readonly leases = new Map<string, Lease>();
  private readonly asking = new Map<string, Promise<void>>();
  private sweepAt = 0;

  /** Takes one request from the token's allowance; null where there is no limit. Throws where the database is away. */
  async take(principal: AccessTokenPrincipal, resource: RatedResource): Promise<Rate | null> {
    const key = `${resource} ${principal.accessTokenId}`;
    for (;;) {
      const now = Date.now();
      const lease = this.leases.get(key);
      if (lease && isCurrent(lease, now)) return spend(lease, now);
      await this.renew(key, principal, resource);
    }
  }

  /** Many that wait for the same lease ask once. */
  private renew(key: string, principal: AccessTokenPrincipal, resource: RatedResource): Promise<void> {
    let asking = this.asking.get(key);
    if (!asking) {
      asking = takeLease(principal, resource, this.leases.get(key))
        .then((lease) => {
          this.sweep(Date.now());
          this.leases.set(key, lease);
        })
        .finally(() => this.asking.delete(key));
      this.asking.set(key, asking);
    }
    return asking;
  }

  private sweep(now: number): void {
    if (now < this.sweepAt) return;
    this.sweepAt = now + askAgainMs;
    for (const [key, lease] of this.leases) if (lease.endsAt <= now) this.leases.delete(key);
  }
}

function isCurrent(lease: Lease, now: number): boolean {
  if (now >= lease.endsAt) return false;
  return lease.limit === null || lease.left > 0 || (lease.untaken === 0 && now < lease.askAgainAt);
}

function spend(lease: Lease, now: number): Rate | null {
  const { limit } = lease;
  if (limit === null) return null;
  const allowed = lease.left > 0;
  if (allowed) lease.left -= 1;
  return {
    allowed,
    limit,
    nearLimit: lease.left + lease.untaken < limit * nearShare,
    secondsLeft: Math.max(1, Math.ceil((lease.endsAt - now) / 1_000)),
  };
}

async function takeLease(
  { workspaceId, accessTokenId }: AccessTokenPrincipal,
  resource: RatedResource,
  before: Lease | undefined,
): Promise<Lease> {
  const policy = await findTokenPolicy(workspaceId);
  const limit = resource === "api" ? policy.apiRequestsPerHour : policy.gitRequestsPerHour;
  const now = Date.now();
  const askAgainAt = now + askAgainMs;
  if (limit === null) return { limit, left: 0, untaken: 0, endsAt: askAgainAt, askAgainAt };
  const limiter = limiterOf(resource, limit);
  const size = Math.max(1, Math.floor(limit * leasedShare));
  const takenSoFar = before?.untaken === 0 ? await limiter.get(accessTokenId) : null;
  // Taking what isn't there would count too, and be missing once the policy gives more.
  const isSpent = takenSoFar !== null && takenSoFar.consumedPoints >= limit;
  const taken = isSpent ? takenSoFar : await consume(limiter, accessTokenId, size);
  const tooMuch = Math.max(0, taken.consumedPoints - limit);
  return {
    limit,
    left: isSpent ? 0 : Math.max(0, size - tooMuch),
    untaken: Math.max(0, limit - taken.consumedPoints),
    endsAt: now + taken.msBeforeNext,
    askAgainAt,
  };
}

/** Where less is left than was asked for, the one that asked gets the rest. */
async function consume(limiter: RateLimiterPostgres, key: string, size: number): Promise<RateLimiterRes> {
  try {
    return await limiter.consume(key, size);
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal;
    throw refusal;
  }
}

function limiterOf(resource: RatedResource, limit: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    keyPrefix: `token-${resource}`,
    points: limit,
    duration: hourSeconds,
    storeClient: databasePool(),
    storeType: "pool",
    tableName: "rate_limits",
    tableCreated: true,
    clearExpiredByTimeout: false,
  });
}
