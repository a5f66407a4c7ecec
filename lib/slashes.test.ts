import { expect, test } from "vitest";
import { withoutOuterSlashes, withoutTrailingSlashes } from "./slashes";

test.each([
  ["", "", ""],
  ["/", "", ""],
  ["///", "", ""],
  ["/a/b", "/a/b", "a/b"],
  ["//a//b//", "//a//b", "a//b"],
])("%j ends as %j, and is %j between its slashes", (text, ended, between) => {
  expect(withoutTrailingSlashes(text)).toBe(ended);
  expect(withoutOuterSlashes(text)).toBe(between);
});

test("runs of slashes take no longer than other text", () => {
  const text = `a${"/".repeat(1_000_000)}b/`;
  const began = performance.now();
  expect(withoutTrailingSlashes(text)).toBe(text.slice(0, -1));
  expect(withoutOuterSlashes(text)).toBe(text.slice(0, -1));
  expect(performance.now() - began).toBeLessThan(2000);
});
