import { expect, test } from "vitest";
import { parseTarget } from "./explain-target";

test.each([
  ["acme", "workspace", { kind: "workspace", workspace: "acme" }],
  [" acme ", "workspace", { kind: "workspace", workspace: "acme" }],
  ["acme/api", "workspace", null],
  ["PLAT", "project", { kind: "project", workspace: "own", project: "PLAT" }],
  ["acme/PLAT", "project", { kind: "project", workspace: "acme", project: "PLAT" }],
  ["api", "repository", { kind: "repository", workspace: "own", repository: "api" }],
  ["acme / api", "repository", { kind: "repository", workspace: "acme", repository: "api" }],
  ["", "repository", null],
  ["acme/", "repository", null],
  ["/api", "repository", null],
  ["a/b/c", "repository", null],
] as const)("“%s” as a %s", (text, kind, expected) => {
  expect(parseTarget(text, kind, "own")).toEqual(expected);
});
