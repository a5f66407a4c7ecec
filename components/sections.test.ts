import { expect, it } from "vitest";
import { currentSection } from "./sections";

const sections = [
  { label: "Source", href: "/acme/api", within: ["/acme/api/src"] },
  { label: "Commits", href: "/acme/api/commits" },
  { label: "Settings", href: "/acme/api/admin" },
];

it("finds the section with the longest beginning of the path", () => {
  expect(currentSection("/acme/api", sections)?.label).toBe("Source");
  expect(currentSection("/acme/api/src/main/README.md", sections)?.label).toBe("Source");
  expect(currentSection("/acme/api/admin/access-tokens", sections)?.label).toBe("Settings");
});

it("doesn't take a longer name for the same", () => {
  expect(currentSection("/acme/api-docs", sections)).toBeUndefined();
});
