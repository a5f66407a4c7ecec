import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import "../create-server";
import { routes } from "../http/operation-route";
import { describeApi } from "./document";

test("the description is valid, and tells of every operation", async () => {
  const described = describeApi();
  const { valid, errors } = await new Validator().validate(structuredClone(described));
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  const operations = Object.values(described.paths as Record<string, Record<string, { operationId: string }>>)
    .flatMap((methods) => Object.values(methods))
    .map(({ operationId }) => operationId);
  const known = routes.flatMap((route) => (route.kind === "operation" ? [route.name] : []));
  expect(operations.sort()).toEqual(known.sort());
});

test("what it refers to is there", () => {
  const text = JSON.stringify(describeApi());
  const { components } = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
  const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name && name in components.schemas))).toEqual([]);
});
