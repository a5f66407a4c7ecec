import { describe, expect, it } from "vitest";
import type { IssuingRules } from "@/lib/access-tokens/issuing-rules";
import { endOfDay, expiryInput, expiryOffer, lastWholeDay, offeredOption, shownLifetimes } from "./expiry-choice";

const now = Date.parse("2026-11-23T16:04:30Z");
const free: IssuingRules = {
  longestLifetimeDays: null,
  neverExpiresAllowed: true,
  strongScopesExpire: false,
  refusal: null,
};
const offer = (
  rules: Partial<IssuingRules>,
  scopes: string[] = ["repository"],
  bound: { latest: Date; days: number } | null = null,
) => expiryOffer({ ...free, ...rules }, scopes, bound, "acme", now);
const days = (count: number) => new Date(now + count * 24 * 60 * 60_000);

describe("the offer of ends", () => {
  it("is everything where the workspace asks for nothing", () => {
    expect(offer({})).toEqual({
      never: true,
      lifetimes: [7, 30, 60, 90, 365],
      longestDays: 3650,
      latest: null,
      upToLatest: false,
      why: null,
    });
  });

  it("stops at the longest lifetime of the workspace, and says whose it is", () => {
    expect(offer({ longestLifetimeDays: 45 })).toMatchObject({
      never: false,
      lifetimes: [7, 30, 45],
      latest: days(45),
      why: "acme allows 45 days at most.",
    });
    expect(offer({ longestLifetimeDays: 1 })).toMatchObject({ lifetimes: [1], why: "acme allows 1 day at most." });
  });

  it("leaves never out where every token expires, or those with strong scopes do", () => {
    expect(offer({ neverExpiresAllowed: false })).toMatchObject({
      never: false,
      why: "acme asks every token to expire.",
    });
    expect(offer({ strongScopesExpire: true })).toMatchObject({ never: true, why: null });
    expect(offer({ strongScopesExpire: true }, ["repository:admin"])).toMatchObject({
      never: false,
      why: "acme asks tokens with admin or delete scopes to expire.",
    });
  });

  it("of a replacement stops at its token's own lifetime", () => {
    expect(offer({}, [], { latest: days(30), days: 30 })).toMatchObject({
      never: false,
      lifetimes: [7, 30],
      why: "A replacement can’t live longer than the token was made for.",
    });
    expect(offer({ longestLifetimeDays: 10 }, [], { latest: days(30), days: 30 })).toMatchObject({
      lifetimes: [7, 10],
      latest: days(10),
      why: "acme allows 10 days at most.",
    });
    expect(offer({}, [], { latest: days(0.5), days: 0 })).toMatchObject({ lifetimes: [], upToLatest: true });
  });
});

describe("a choice", () => {
  it("that is no longer offered is none, and comes back once it is", () => {
    const choice = { option: "never", date: "" } as const;
    const closed = offer({ strongScopesExpire: true }, ["repository:delete"]);
    expect(offeredOption(choice, closed)).toBe("");
    expect(expiryInput(choice, closed)).toBeNull();
    expect(expiryInput(choice, offer({}))).toBe("never");
  });

  it("of a preset is offered beside the usual ones, within the policy", () => {
    const choice = { option: "45", date: "" } as const;
    expect(shownLifetimes("45", offer({}))).toEqual([7, 30, 45, 60, 90, 365]);
    expect(expiryInput(choice, offer({}))).toEqual({ days: 45 });
    expect(expiryInput(choice, offer({ longestLifetimeDays: 30 }))).toBeNull();
  });

  it("of a day counts to the day's end", () => {
    expect(expiryInput({ option: "date", date: "2027-02-22" }, offer({}))).toEqual({
      at: new Date(2027, 1, 22, 23, 59, 59).toISOString(),
    });
    expect(expiryInput({ option: "date", date: "" }, offer({}))).toBeNull();
  });
});

it("knows the last day that ends in time", () => {
  expect(lastWholeDay(new Date(2026, 11, 5, 12))).toBe("2026-12-04");
  expect(lastWholeDay(new Date(2026, 11, 5, 23, 59, 59))).toBe("2026-12-05");
  expect(endOfDay(lastWholeDay(new Date(2026, 11, 5, 12)))?.getTime()).toBeLessThanOrEqual(
    new Date(2026, 11, 5, 12).getTime(),
  );
});
