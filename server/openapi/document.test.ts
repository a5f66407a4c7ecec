import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import "../create-server";
import { routes } from "../http/operation-route";
import { describeApi } from "./document";

test("the description is valid, and tells of every operation", { timeout: 30_000 }, async () => {
  const described = describeApi("https://code.example");
  const { valid, errors } = await new Validator().validate(structuredClone(described));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  const operations = Object.values(described.paths as Record<string, Record<string, { operationId: string }>>)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId);
  const known = routes.flatMap((route) => (route.kind === "operation" ? [route.name] : []));
  expect(operations.sort()).toEqual(known.sort());
});

test("what it refers to is there", () => {
  const text = JSON.stringify(describeApi("https://code.example"));
  const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
  const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name && name in components.schemas))).toEqual([]);
  expect(Object.values(components.schemas).filter((schema) => !("type" in Object(schema)))).toEqual([]);
});

test("it says where it was asked for", () => {
  expect(describeApi("https://code.example").servers).toEqual([{ url: "https://code.example/2.0" }]);
  expect(describeApi("http://127.0.0.1:3000").servers).toEqual([{ url: "http://127.0.0.1:3000/2.0" }]);
});

type Described = {
  tags: { name: string }[];
  paths: Record<string, Record<string, { operationId: string; summary: string; tags: string[]; description: string }>>;
};

const described = describeApi("https://code.example") as Described;
const operations = Object.values(described.paths).flatMap((methods) => Object.values(methods));

test.each(operations.map((operation) => [operation.operationId, operation] as const))(
  "%s is said in plain words, in a group",
  (_, { summary, tags, description }) => {
    expect(summary).toMatch(/^[A-Z][a-z]+ [^A-Z_]+$/);
    expect(described.tags.map(({ name }) => name)).toContain(tags[0]);
    expect(description).toMatch(/^Takes (the scope `[a-z:]+`|a token of any scopes)\.$/);
  },
);

test("no two operations are said alike", () => {
  expect(operations.map(({ summary }) => summary).filter((summary, at, all) => all.indexOf(summary) !== at)).toEqual(
    [],
  );
});
