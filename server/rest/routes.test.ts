import { expect, test } from "vitest";
import { demandsInstead } from "@/test-support/boundary/rules";
import { publishedOperations } from "@/test-support/published-operations";
import "../create-server";
import { matchRoute, routes } from "../http/operation-route";

const published = publishedOperations();
const onTheApi = routes.filter((route) => route.kind === "operation" || route.kind === "closed");

test.each(onTheApi.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s is published under this name, with these scopes",
  (_, route) => {
    const found = published.find(({ method, path }) => method === route.method && path === route.path);
    expect(found).toBeDefined();
    expect(found?.name).toBe(route.name);
    if (route.kind !== "operation") return;
    const instead = demandsInstead[route.name];
    const demanded = instead ? [instead] : found?.scopes;
    expect(demanded).toEqual(route.scope === "any" ? [] : [route.scope]);
  },
);

test("the open routes are these and no others", () => {
  expect(routes.flatMap((route) => (route.kind === "public" ? [route.path] : []))).toEqual([
    "/api/credentials/revoke",
    "/api/leaks/github",
    "/oauth/token",
    "/healthz",
    "/readyz",
    "/metrics",
    "/2.0/openapi.json",
  ]);
});

test("what a token may ask without a scope is this, about itself, and nothing else", () => {
  const own = routes.filter((route) => route.kind === "own_token");
  expect(own.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "GET /api/access-token",
    "DELETE /api/access-token",
  ]);
});

test("each address leads to one route", () => {
  const names = onTheApi.map((route) => `${route.method} ${route.path}`);
  expect(new Set(names).size).toBe(names.length);
  for (const route of onTheApi) {
    const match = matchRoute(route.method, `/2.0${route.path.replace(/[{}]/g, "")}`);
    expect(match.kind === "route" && match.route, route.path).toBe(route);
  }
});

const repository = "/2.0/repositories/acme/api";

test.each([
  [`${repository}/refs/branches/feature/topic`, { name: "feature/topic" }],
  [`${repository}/refs/branches/feature%2Ftopic`, { name: "feature%2Ftopic" }],
  [`${repository}/refs/branches/branches`, { name: "branches" }],
  [`${repository}/commits/feature/topic/`, { revision: "feature/topic" }],
  [`${repository}/src/main/a/b%20c.txt`, { path: "main/a/b%20c.txt" }],
  [`${repository}/src/main/`, { path: "main" }],
  [`${repository}/commit/HEAD`, { commit: "HEAD" }],
  [`${repository}/`, { workspace: "acme", repo_slug: "api" }],
])("%s is understood", (path, params) => {
  const match = matchRoute("GET", path);
  expect(match).toMatchObject({ kind: "route", params });
});

test("an address of slashes alone takes no time to tell", () => {
  const slashes = "/".repeat(15_000);
  const began = performance.now();
  expect(matchRoute("GET", `${repository}${slashes}`)).toMatchObject({ params: { repo_slug: "api" } });
  expect(matchRoute("GET", `/2.0/nothing${slashes}x/`).kind).toBe("none");
  expect(performance.now() - began).toBeLessThan(1000);
});

test("other methods are told what there is", () => {
  expect(matchRoute("HEAD", repository).kind).toBe("route");
  expect(matchRoute("PATCH", `${repository}/refs`)).toEqual({ kind: "wrong_method", allowed: ["GET", "HEAD"] });
  expect(matchRoute("GET", "/2.0/nothing").kind).toBe("none");
  expect(matchRoute("GET", "/2.0").kind).toBe("none");
});
