import { expect, test } from "vitest";
import { parseMoves } from "./line-moves";

const diff = [
  "diff --git a/with space.ts b/with space.ts",
  "index 1..2 100644",
  "--- a/with space.ts\t",
  "+++ b/with space.ts\t",
  "@@ -2,0 +3,2 @@ head",
  "+--- a/other.ts",
  "+@@ -1 +1 @@",
  "@@ -5,2 +8 @@",
  "-old",
  "-older",
  "+new",
  "\\ No newline at end of file",
  "diff --git a/other.ts b/other.ts",
  "--- a/other.ts",
  "+++ /dev/null",
  "@@ -1,3 +0,0 @@",
  "-1",
  "-2",
  "-3",
  "",
].join("\n");

test.each([
  ["with space.ts", 1, 1],
  ["with space.ts", 2, 2],
  ["with space.ts", 3, 5],
  ["with space.ts", 4, 6],
  ["with space.ts", 5, null],
  ["with space.ts", 6, null],
  ["with space.ts", 7, 8],
  ["other.ts", 2, null],
  ["untouched.ts", 7, 7],
])("line %2$s of %1$s is now %3$s", (path, line, now) => {
  expect(parseMoves(diff)(path, line)).toBe(now);
});
