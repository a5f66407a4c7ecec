import { expect, test } from "vitest";
import { splitRef } from "./split-ref";

const refs = { branches: ["main", "feature/x", "release"], tags: ["v1", "release/2", "main"] };

test.each([
  ["main", "branch", "main", ""],
  ["main/src/a.ts", "branch", "main", "src/a.ts"],
  ["feature/x", "branch", "feature/x", ""],
  ["feature/x/src", "branch", "feature/x", "src"],
  ["feature/xy/src", "commit", "feature", "xy/src"],
  ["v1/README.md", "tag", "v1", "README.md"],
  ["release/2/a", "tag", "release/2", "a"],
  ["release/3", "branch", "release", "3"],
  ["9c41e07/src/", "commit", "9c41e07", "src"],
])("%s is the %s %s and the path %j", (address, kind, name, path) => {
  expect(splitRef(address, refs)).toEqual({ kind, name, path });
});
