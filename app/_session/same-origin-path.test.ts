import { expect, it } from "vitest";
import { sameOriginPath } from "./same-origin-path";

it.each([
  ["/acme/api/admin/access-tokens?state=inactive", "/acme/api/admin/access-tokens?state=inactive"],
  ["/", "/"],
])("leads to %s", (next, path) => {
  expect(sameOriginPath(next)).toBe(path);
});

it.each([
  "https://evil.example/",
  "//evil.example/acme",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
  "acme",
  "",
  undefined,
  ["/acme"],
  "/sign-in?next=/",
])("leads to the start page instead of %s", (next) => {
  expect(sameOriginPath(next)).toBe("/");
});
