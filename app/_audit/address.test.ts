import { expect, test } from "vitest";
import { exportHref, isUnfiltered, parseShown, shownHref } from "./address";

const place = "1772546709123-018f0000-0000-7000-8000-000000000001";
const full = { group: "tokens", actor: "user", from: "2026-03-01", to: "2026-03-31", search: "a&b" };

test("what is shown stands in the address, and is read from it again", () => {
  const { filter } = parseShown(full);
  const href = shownHref("/acme/log", filter, { before: place });
  expect(href).toBe(`/acme/log?group=tokens&actor=user&from=2026-03-01&to=2026-03-31&search=a%26b&before=${place}`);
  const query = Object.fromEntries(new URL(href, "http://x").searchParams);
  expect(parseShown(query)).toEqual({ filter, before: place, after: null });
});

test("what makes no sense is as if it weren't there", () => {
  for (const parameters of [
    {},
    { group: "", actor: "", from: "", to: "", search: " ", before: "", after: "" },
    { group: "none", actor: "x", from: "2026-02-31", to: ["2026-03-01"], search: "x".repeat(201), before: "1-2" },
  ]) {
    const shown = parseShown(parameters);
    expect(isUnfiltered(shown.filter)).toBe(true);
    expect(shownHref("/log", shown.filter, shown)).toBe("/log");
  }
});

test("an export has the filter, not the place", () => {
  const { filter } = parseShown({ ...full, before: place });
  const href = exportHref({ kind: "repository", workspace: "acme", repository: "api" }, filter, "csv");
  const query = Object.fromEntries(new URL(href, "http://x").searchParams);
  expect(query).toEqual({ ...full, kind: "repository", workspace: "acme", repository: "api", format: "csv" });
});
