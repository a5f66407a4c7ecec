import { expect, it } from "vitest";
import { operationWords, refusalWords } from "./words";

it("says what an operation does", () => {
  expect(operationWords("git-upload-pack")).toBe("Fetch");
  expect(operationWords("pullrequests.mergePullRequest")).toBe("Merge pull request");
  expect(operationWords("get_addon_linkers")).toBe("Get addon linkers");
  expect(operationWords("")).toBe("Unknown");
});

it("names the scope that was missing", () => {
  expect(refusalWords({ outcome: "insufficient_scope", scope: "webhook" })).toEqual({ why: "Needs", scope: "webhook" });
  expect(refusalWords({ outcome: "not_found", scope: "repository" })).toEqual({ why: "Outside its reach" });
});
