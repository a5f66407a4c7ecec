import { expect, test } from "vitest";
import { askedOf } from "./read";

test("of the paths of an address, those are asked for that a repository can hold, and no more than git is given at once", () => {
  expect(askedOf({ path: "/src/app.ts" }).paths).toEqual(["src/app.ts"]);
  expect(askedOf({ path: ["", "/", "../x", "a/./b", "a\0b", "a b.ts", "src/"] }).paths).toEqual(["a b.ts", "src"]);
  expect(askedOf({ path: Array.from({ length: 101 }, (_, at) => `${at}.txt`) }).paths).toHaveLength(100);
  expect(askedOf({}).paths).toEqual([]);
});
