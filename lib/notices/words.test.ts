import { expect, test } from "vitest";
import { allNoticeKinds } from "./kinds";
import { noticeText, noticeTitle } from "./words";

test.each(allNoticeKinds)("%s has a title that names the token, and says what can be done", (kind) => {
  const notice = { kind, tokenName: "ci-deploy", details: {} };
  expect(noticeTitle(notice)).toContain("ci-deploy");
  expect(noticeText(notice)).toMatch(/\.$/);
});

test.each([
  [30, "ci-deploy expires in 30 days"],
  [7, "ci-deploy expires in 7 days"],
  [1, "ci-deploy expires within a day"],
])("%i days are told as such", (days, title) => {
  expect(noticeTitle({ kind: "expires_soon", tokenName: "ci-deploy", details: { days } })).toBe(title);
});

test("who revoked it and who left are named where they are known", () => {
  const title = (kind: string, details: Record<string, unknown>) =>
    noticeTitle({ kind, tokenName: "ci-deploy", details });
  expect(title("revoked_by_other", { by: "Maya Chen" })).toBe("ci-deploy was revoked by Maya Chen");
  expect(title("revoked_by_other", {})).toBe("ci-deploy was revoked by the command line");
  expect(title("issuer_left", { who: "Noor Haddad" })).toContain("Noor Haddad");
});

test("where an old secret came from is told", () => {
  const details = { address: "192.0.2.7", client: "git/2.39" };
  expect(noticeText({ kind: "old_secret_used", tokenName: "ci-deploy", details })).toContain(
    "192.0.2.7, with git/2.39.",
  );
});

test("a leak says what ended and where it was found", () => {
  const text = (details: Record<string, unknown>) => noticeText({ kind: "leaked", tokenName: "ci-deploy", details });
  expect(text({ old_secret: false, url: null })).toMatch(/the token was revoked at once.*another token\.$/);
  expect(text({ old_secret: true, url: "https://example.com/gist" })).toMatch(
    /The secret that replaced it works on\. It was found at https:\/\/example\.com\/gist$/,
  );
});
