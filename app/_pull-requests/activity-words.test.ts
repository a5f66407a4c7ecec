import { expect, test } from "vitest";
import { activityWords } from "./activity-words";

const before = {
  state: "OPEN",
  title: "One",
  description: "",
  reason: "",
  draft: false,
  sourceCommit: "a".repeat(40),
  destinationBranch: "main",
  destinationCommit: "b".repeat(40),
};

test.each([
  ["opened this", null, {}],
  ["opened this as a draft", null, { draft: true }],
  ["pushed ccccccc to topic", before, { sourceCommit: "c".repeat(40) }],
  ["changed the title from “One” to “Two” and made this a draft", before, { title: "Two", draft: true }],
  ["marked this as ready", { ...before, draft: true }, {}],
  ["changed the description", before, { description: "More" }],
  ["changed the destination from main to release", before, { destinationBranch: "release" }],
  ["merged this into main", before, { state: "MERGED" }],
  ["declined this", before, { state: "DECLINED", reason: "No" }],
  ["changed who is to review this, or its settings", before, {}],
])("somebody %s", (words, was, change) => {
  expect(activityWords(was, { ...before, ...change }, "topic")).toBe(words);
});
