import { expect, test } from "vitest";
import { withParameter } from "./address";

test("a parameter is set anew, and the others stay", () => {
  expect(withParameter("/a/b", "view", ["split"])).toBe("/a/b?view=split");
  expect(withParameter("/a/b?view=split&parent=2", "view", [])).toBe("/a/b?parent=2");
  expect(withParameter("/a/b?view=split", "view", [])).toBe("/a/b");
  expect(withParameter("/a/b?parent=2&path=x", "path", ["a b", "c&d"])).toBe("/a/b?parent=2&path=a+b&path=c%26d");
});
