import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closeDatabase, databasePool, db, setDatabaseUrl } from "@/db/client";
import { rateLimits } from "@/db/schema/rate-limits";
import { callerOf, callerOfToken, makeAccessToken, makeUser, makeWorkspace } from "@/test-support/factories";
import { env } from "../env";
import { isUnavailable } from "../errors";
import { defaultPolicy, type TokenPolicy } from "../token-policies/policy";
import { updateTokenPolicy } from "../token-policies/update";
import { deleteExpiredCounters } from "./delete-expired";
import { TokenRates } from "./take";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T10:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

async function setUp(policy: Partial<TokenPolicy> = {}) {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const caller = await callerOf(admin);
  const change = async (changed: Partial<TokenPolicy>) => {
    const result = await updateTokenPolicy(caller, {
      workspace: workspace.slug,
      ...defaultPolicy,
      ...changed,
    });
    if (!result.ok) throw new Error(JSON.stringify(result.error));
  };
  await change(policy);
  const { principal } = await callerOfToken(await makeAccessToken(workspace, ["repository"]));
  return { principal, change };
}

const minute = 60_000;
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);

it.each([1, 7, 49, 50, 130, 199, 1_000])(
  "two processes together let through an allowance of %d, no more, and no less but what the other still holds",
  async (limit) => {
    const { principal } = await setUp({ apiRequestsPerHour: limit });
    const [one, two] = [new TokenRates(), new TokenRates()];
    const verdicts = await Promise.all(
      Array.from({ length: limit + 100 }, (_, index) => (index % 2 ? one : two).take(principal, "api")),
    );
    const allowed = verdicts.filter((rate) => rate?.allowed).length;
    expect(allowed).toBeLessThanOrEqual(limit);
    // Whoever comes last finds what one process still holds, at either of them.
    const rest = [await one.take(principal, "api"), await two.take(principal, "api")].filter((rate) => rate?.allowed);
    expect(allowed + rest.length).toBeGreaterThanOrEqual(limit - Math.floor(limit * 0.02));
  },
);

it("one process alone lets the whole allowance through, and says when it is whole again", async () => {
  const { principal } = await setUp({ apiRequestsPerHour: 199 });
  const rates = new TokenRates();
  for (let index = 0; index < 199; index += 1) {
    expect((await rates.take(principal, "api"))?.allowed).toBe(true);
  }
  later(20 * minute);
  expect(await rates.take(principal, "api")).toEqual({
    allowed: false,
    limit: 199,
    nearLimit: true,
    secondsLeft: 2_400,
  });
  later(40 * minute);
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: true, nearLimit: false });
});

it("what was leased in one hour isn't spent in the next", async () => {
  const { principal } = await setUp({ apiRequestsPerHour: 1_000 });
  const [one, two] = [new TokenRates(), new TokenRates()];
  await one.take(principal, "api");
  later(61 * minute);
  const verdicts = [];
  for (let index = 0; index < 1_100; index += 1) verdicts.push(await two.take(principal, "api"));
  expect(verdicts.filter((rate) => rate?.allowed)).toHaveLength(1_000);
  expect(await one.take(principal, "api")).toMatchObject({ allowed: false });
});

it("says near the limit when less than a fifth is left", async () => {
  const { principal } = await setUp({ gitRequestsPerHour: 100 });
  const rates = new TokenRates();
  const near: boolean[] = [];
  for (let index = 0; index < 100; index += 1) near.push((await rates.take(principal, "git"))?.nearLimit ?? false);
  expect(near.indexOf(true)).toBe(80);
  expect(near.slice(80)).not.toContain(false);
});

it("git and the API, and each token, have allowances of their own", async () => {
  const { principal } = await setUp({ apiRequestsPerHour: 1, gitRequestsPerHour: 1 });
  const other = await setUp({ apiRequestsPerHour: 1 });
  const rates = new TokenRates();
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: true });
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: false });
  expect(await rates.take(principal, "git")).toMatchObject({ allowed: true });
  expect(await rates.take(other.principal, "api")).toMatchObject({ allowed: true });
});

it("a policy without limits, or with another, holds after a minute", async () => {
  const { principal, change } = await setUp({ apiRequestsPerHour: 10 });
  const rates = new TokenRates();
  for (let index = 0; index < 10; index += 1) await rates.take(principal, "api");
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: false });
  for (let minutes = 0; minutes < 5; minutes += 1) {
    later(minute);
    expect(await rates.take(principal, "api")).toMatchObject({ allowed: false });
  }
  await change({ apiRequestsPerHour: 15 });
  later(minute);
  for (let index = 0; index < 5; index += 1) {
    expect(await rates.take(principal, "api")).toMatchObject({ allowed: true, limit: 15 });
  }
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: false });
  await change({ apiRequestsPerHour: null });
  later(minute);
  expect(await rates.take(principal, "api")).toBeNull();
  await change({ apiRequestsPerHour: 10 });
  expect(await rates.take(principal, "api")).toBeNull();
  later(minute);
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: false });
});

it("asks the database once for each part of the allowance, not for each request", async () => {
  const { principal } = await setUp({ apiRequestsPerHour: 1_000 });
  const rates = new TokenRates();
  const queries = vi.spyOn(databasePool(), "query");
  for (let index = 0; index < 200; index += 1) await rates.take(principal, "api");
  await Promise.all(Array.from({ length: 200 }, () => rates.take(principal, "api")));
  // 400 requests, 20 in a part: the policy and the counter for each.
  expect(queries.mock.calls.length).toBe(2 * (400 / 20));
  const [row] = await db()
    .select({ points: rateLimits.points })
    .from(rateLimits)
    .where(eq(rateLimits.key, `token-api:${principal.accessTokenId}`));
  expect(row?.points).toBe(400);
});

it("fails where the database is away, and lets nothing through", async () => {
  const { principal } = await setUp();
  await closeDatabase();
  setDatabaseUrl("postgres://nobody@127.0.0.1:9/none");
  const rates = new TokenRates();
  const error = await rates.take(principal, "api").catch((reason: unknown) => reason);
  await closeDatabase();
  setDatabaseUrl(env.databaseUrl ?? "");
  expect(isUnavailable(error)).toBe(true);
  expect(await rates.take(principal, "api")).toMatchObject({ allowed: true });
});

it("counters of hours that are over are deleted in batches, and those that count stay", async () => {
  const { principal } = await setUp();
  const rates = new TokenRates();
  for (let index = 0; index < 5; index += 1) await rates.take((await setUp()).principal, "api");
  later(180 * minute);
  await rates.take(principal, "api");
  expect(await deleteExpiredCounters(new Date(), 2)).toBeGreaterThanOrEqual(5);
  const left = await db().select({ key: rateLimits.key }).from(rateLimits);
  expect(left).toEqual([{ key: `token-api:${principal.accessTokenId}` }]);
});
