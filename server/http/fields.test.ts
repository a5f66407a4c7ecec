import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { selectFields } from "./fields";

const list = {
  values: [
    { id: 1, author: { name: "Ada", links: { self: "a" } }, reviewers: [{ name: "Bea" }] },
    { id: 2, author: { name: "Bea", links: { self: "b" } }, reviewers: [] },
  ],
  size: 2,
};

describe.each([
  ["size", { size: 2 }],
  ["values.id", { values: [{ id: 1 }, { id: 2 }] }],
  ["values.author.name,size", { values: [{ author: { name: "Ada" } }, { author: { name: "Bea" } }], size: 2 }],
  [
    "values.*.name",
    {
      values: [
        { author: { name: "Ada" }, reviewers: [{ name: "Bea" }], id: 1 },
        { author: { name: "Bea" }, reviewers: [], id: 2 },
      ],
    },
  ],
  ["-values", { size: 2 }],
  ["values,-values.author,-values.reviewers", { values: [{ id: 1 }, { id: 2 }] }],
  ["nothing", {}],
])("fields=%s", (fields, expected) => {
  test("shows what it asks for", () => expect(selectFields(list, fields)).toEqual(expected));
});

test("what is left out unless it’s asked for comes with +, by itself or with all else", () => {
  const shy = ["values.reviewers"];
  const shown = (fields: string) => JSON.stringify(selectFields(list, fields, shy));
  expect(shown("")).not.toContain("reviewers");
  expect(shown("-size")).not.toContain("reviewers");
  expect(shown("+values.reviewers")).toContain('"reviewers":[{"name":"Bea"}]');
  expect(shown("+values.reviewers")).toContain('"author"');
  expect(shown("values.reviewers.name")).toBe('{"values":[{"reviewers":[{"name":"Bea"}]},{"reviewers":[]}]}');
});

const name = fc.constantFrom("values", "size", "id", "author", "links", "self", "reviewers", "*", "", "__proto__");
const path = fc.array(name, { maxLength: 5 }).map((names) => names.join("."));
const signed = fc.tuple(fc.constantFrom("", "+", "-", "+-", " "), path).map(([sign, names]) => sign + names);
const asked = fc.oneof(
  fc.array(signed, { maxLength: 6 }).map((paths) => paths.join(",")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

test("whatever is asked for, it never throws, and shows nothing that the answer hasn’t", () => {
  fc.assert(
    fc.property(fc.jsonValue(), asked, fc.array(path, { maxLength: 3 }), (value, fields, unlessAsked) => {
      expect(isPartOf(selectFields(value, fields, unlessAsked), value)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(asked, (fields) => {
      expect(isPartOf(selectFields(list, fields, ["values.reviewers"]), list)).toBe(true);
    }),
  );
});

test("what is taken away is never shown, whatever else is asked for", () => {
  fc.assert(
    fc.property(asked, (fields) => {
      expect(JSON.stringify(selectFields(list, `${fields},-values.author`))).not.toContain('"author"');
    }),
  );
});

/** Whether each thing of the one stands in the same place of the other. */
function isPartOf(part: unknown, whole: unknown): boolean {
  if (Array.isArray(part)) {
    return Array.isArray(whole) && part.length === whole.length && part.every((item, at) => isPartOf(item, whole[at]));
  }
  if (typeof part !== "object" || part === null) return Object.is(part, whole);
  if (typeof whole !== "object" || whole === null) return false;
  return Object.entries(part).every(
    ([key, value]) => Object.hasOwn(whole, key) && isPartOf(value, Reflect.get(whole, key)),
  );
}
