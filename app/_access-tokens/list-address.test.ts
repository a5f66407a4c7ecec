import { expect, it } from "vitest";
import { listHref, parseShown, refreshHref } from "./list-address";

it("reads the filter back from the address it wrote", () => {
  const filter = {
    state: "inactive",
    search: "ci deploy",
    filter: "strong_scopes",
    sort: "name",
    page: 3,
    created: undefined,
  } as const;
  const { searchParams } = new URL(listHref("/acme/api/admin/access-tokens", filter), "http://host");
  expect(parseShown(Object.fromEntries(searchParams))).toEqual(filter);
});

it("leaves out of the address what is usual", () => {
  expect(listHref("/list", { state: "active", search: "", page: 1 })).toBe("/list");
});

it("takes nonsense for nothing", () => {
  const usual = { state: "active", search: "", page: 1, filter: undefined, sort: undefined, created: undefined };
  expect(
    parseShown({ state: "gone", search: ["a", "b"], page: "-4", sort: "up", filter: "x", created: "lkr_x" }),
  ).toEqual(usual);
  expect(parseShown({ page: "x" })).toEqual(usual);
});

it("names the resource to the route that refreshes the list", () => {
  const resource = { kind: "project", workspace: "acme", project: "PLAT" } as const;
  expect(refreshHref(resource, parseShown({ page: "2" }))).toBe(
    "/api/access-tokens?page=2&kind=project&workspace=acme&project=PLAT",
  );
});
