import { expect, test } from "vitest";
import { changesOf } from "./changes";

test("a form sends what it changes, and nothing that somebody else may have changed meanwhile", () => {
  const was = { title: "old", text: "a\r\nb", draft: false, reviewers: ["ada", "bo"] };
  const now = { ...was, text: "a\nb", reviewers: ["bo", "ada"] };
  expect(changesOf(was, now)).toEqual({});
  expect(changesOf(was, { ...now, title: "new" })).toEqual({ title: "new" });
  expect(changesOf(was, { ...now, title: "" })).toEqual({ title: "" });
  expect(changesOf(was, { ...now, draft: true })).toEqual({ draft: true });
  expect(changesOf(was, { ...now, reviewers: ["ada"] })).toEqual({ reviewers: ["ada"] });
  expect(changesOf(was, { ...now, reviewers: ["ada", "cy"] })).toEqual({ reviewers: ["ada", "cy"] });
  expect(changesOf(was, { ...now, reviewers: [] })).toEqual({ reviewers: [] });
});
