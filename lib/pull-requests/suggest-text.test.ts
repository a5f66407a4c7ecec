import { expect, test } from "vitest";
import { suggestText } from "./suggest-text";

test("a single commit gives its message", () => {
  expect(suggestText("topic", [{ message: "Round prices\n\nTo whole cents.\n" }])).toEqual({
    title: "Round prices",
    description: "To whole cents.",
  });
});

test("several give the branch’s name and a line each, the oldest first", () => {
  const commits = [{ message: "Third" }, { message: "\n" }, { message: "First\n\nWith a body" }];
  expect(suggestText("feature/new-prices_2", commits)).toEqual({
    title: "New prices 2",
    description: "* First\n* Third",
  });
});

test("a title is never empty nor too long", () => {
  expect(suggestText("topic", [{ message: "" }]).title).toBe("Topic");
  expect(suggestText("a/---", []).title).toBe("a/---");
  expect(suggestText("topic", [{ message: "x".repeat(300) }]).title).toHaveLength(255);
});
