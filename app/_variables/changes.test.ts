import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("a form sends what it changes, and nothing that somebody else may have changed meanwhile", () => {
  expect(changesOf("old", { value: "old", secured: false })).toEqual({});
  expect(changesOf("a\r\nb", { value: "a\nb", secured: false })).toEqual({});
  expect(changesOf("old", { value: "new", secured: false })).toEqual({ value: "new" });
  expect(changesOf("old", { value: "", secured: false })).toEqual({ value: "" });
  expect(changesOf("old", { value: "old", secured: true })).toEqual({ secured: true });
  expect(changesOf(null, { value: "", secured: true })).toEqual({});
  expect(changesOf(null, { value: "new", secured: true })).toEqual({ value: "new" });
  expect(changesOf(null, { value: "", secured: false })).toEqual({ secured: false });
});
