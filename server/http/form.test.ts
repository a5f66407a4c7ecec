import { expect, test } from "vitest";
import { formValues } from "./form";

test("a form is read by name, each value in its order", () => {
  expect([...formValues("a=1&b=%C3%A4+x&a=2&c")]).toEqual([
    ["a", ["1", "2"]],
    ["b", ["ä x"]],
    ["c", [""]],
  ]);
});

test("a form of very many names is read in one pass: name by name it would take minutes", () => {
  const form = Array.from({ length: 50_000 }, (_, index) => `n${index}`).join("&");
  expect(formValues(form).size).toBe(50_000);
});
