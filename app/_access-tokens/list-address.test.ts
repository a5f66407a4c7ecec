import { expect, it } from "vitest";
import { listHref, parseFilter, refreshHref } from "./list-address";

it("reads the filter back from the address it wrote", () => {
  const filter = { state: "inactive", search: "ci deploy", page: 3, created: undefined } as const;
  const { searchParams } = new URL(listHref("/acme/api/admin/access-tokens", filter), "http://host");
  expect(parseFilter(Object.fromEntries(searchParams))).toEqual(filter);
});

it("leaves out of the address what is usual", () => {
  expect(listHref("/list", { state: "active", search: "", page: 1 })).toBe("/list");
});

it("takes nonsense for nothing", () => {
  const usual = { state: "active", search: "", page: 1, created: undefined };
  expect(parseFilter({ state: "gone", search: ["a", "b"], page: "-4", created: "lkr_x" })).toEqual(usual);
  expect(parseFilter({ page: "x" })).toEqual(usual);
});

it("names the resource to the route that refreshes the list", () => {
  const resource = { kind: "project", workspace: "acme", project: "PLAT" } as const;
  expect(refreshHref(resource, parseFilter({ page: "2" }))).toBe(
    "/api/access-tokens?page=2&kind=project&workspace=acme&project=PLAT",
  );
});
