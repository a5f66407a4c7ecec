import { expect, it } from "vitest";
import { clientWords, operationWords, refusalWords } from "./usage-words";

it("says what an operation does", () => {
  expect(operationWords("git-upload-pack")).toBe("Fetch");
  expect(operationWords("pullrequests.mergePullRequest")).toBe("Merge pull request");
  expect(operationWords("get_addon_linkers")).toBe("Get addon linkers");
  expect(operationWords("")).toBe("Unknown");
});

it("calls a client by its product and version", () => {
  expect(clientWords("git/2.47.1 (linux)")).toBe("git 2.47.1");
  expect(clientWords("Mozilla/5.0 (X11)")).toBe("Mozilla/5.0 (X11)");
  expect(clientWords("deploy script")).toBe("deploy script");
  expect(clientWords("")).toBe("No name given");
});

it("names the scope that was missing", () => {
  expect(refusalWords({ outcome: "insufficient_scope", scope: "webhook" })).toEqual({ why: "Needs", scope: "webhook" });
  expect(refusalWords({ outcome: "not_found", scope: "repository" })).toEqual({ why: "Outside its reach" });
});
