import { describe, expect, test } from "vitest";
import { type Description, groupsOf, onlyOperation } from "./description";

const described = (operationId: string, tag: string, summary: string, scope?: string) => ({
  operationId,
  tags: [tag],
  summary,
  description: "",
  security: [{ access_token: scope === undefined ? [] : [scope] }],
});

const description: Description & { components: object } = {
  openapi: "3.1.0",
  info: {},
  tags: [{ name: "Repositories" }, { name: "Pull requests" }, { name: "Unused" }],
  paths: {
    "/b": { post: described("b.create", "Repositories", "Create a thing", "repository:write") },
    "/a": {
      delete: described("a.delete", "Repositories", "Delete a thing", "repository:delete"),
      get: {
        ...described("a.get", "Repositories", "Get a thing"),
        responses: { 200: { schema: { $ref: "#/components/schemas/thing" } } },
      } as Description["paths"][string][string],
    },
    "/p": { get: described("p.list", "Pull requests", "List pull requests", "pullrequest") },
  },
  components: {
    schemas: {
      thing: {
        properties: { parent: { $ref: "#/components/schemas/thing" }, of: { $ref: "#/components/schemas/who" } },
      },
      who: { type: "string" },
    },
  },
};

const namesOf = (search: string) =>
  groupsOf(description, search).map(({ operations }) => operations.map(({ name }) => name));

describe("the list", () => {
  test("stands in groups, by path and method", () => {
    expect(namesOf("")).toEqual([["a.get", "a.delete", "b.create"], ["p.list"]]);
  });

  test.each([
    ["thing create", [["b.create"]]],
    ["DELETE", [["a.delete"]]],
    ["pullrequest", [["p.list"]]],
    ["/p", [["p.list"]]],
    ["nothing", []],
  ])("%s is found in words, methods, paths and scopes", (search, found) => expect(namesOf(search)).toEqual(found));
});

test("one operation is described by itself, what it refers to in its place, and what holds itself once", () => {
  const operation = groupsOf(description, "").flatMap(({ operations }) => operations)[0];
  if (!operation) throw new Error("There is no operation.");
  const only = onlyOperation(description, operation, "https://code.example");
  expect(only).toMatchObject({
    servers: [{ url: "https://code.example/2.0" }],
    paths: {
      "/a": {
        get: {
          responses: {
            200: { schema: { properties: { parent: { description: "Another thing" }, of: { type: "string" } } } },
          },
        },
      },
    },
  });
  expect(JSON.stringify(only)).not.toContain("$ref");
  expect(JSON.stringify(only)).not.toContain("b.create");
});
