import { expect, it } from "vitest";
import { keepableScopes, replacementDraft } from "./replacement-draft";

const token = {
  scopes: ["repository:write", "webhook"],
  addresses: ["10.0.0.0/8", "::1/128"],
  addressMode: "watch",
  refs: null,
} as const;
const view = { ...token, scopes: [...token.scopes], addresses: [...token.addresses] };

it("begins with what the token holds", () => {
  expect(replacementDraft(view, null, null)).toEqual({
    scopes: ["repository:write", "webhook"],
    expiry: { option: "never", date: "" },
    addresses: "10.0.0.0/8\n::1/128",
    addressMode: "watch",
    refs: "",
  });
});

it("keeps to what was used, where anything was", () => {
  expect(replacementDraft(view, null, ["repository"]).scopes).toEqual(["repository"]);
  expect(replacementDraft(view, null, []).scopes).toEqual(["repository:write", "webhook"]);
});

it("lives as long as the token was made for", () => {
  const latest = new Date();
  expect(replacementDraft(view, { latest, days: 30 }, null).expiry.option).toBe("30");
  expect(replacementDraft(view, { latest, days: 0 }, null).expiry.option).toBe("longest");
});

it("offers what the token holds and what that includes, and nothing else", () => {
  expect(keepableScopes({ kind: "repository", scopes: ["pullrequest:write"] })).toEqual([
    "repository",
    "repository:write",
    "pullrequest",
    "pullrequest:write",
  ]);
});
