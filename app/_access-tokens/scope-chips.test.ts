import { describe, expect, it } from "vitest";
import { assignableScopes } from "@/lib/authorization/scopes";
import { holdsEveryScope, includedIn, scopeChips } from "./scope-chips";

const words = (held: string[]) =>
  scopeChips(held).map(({ group, levels, includedIn, strong }) => {
    const text = `${group} ${levels.map(({ level }) => level).join(", ")}`;
    return `${strong ? "! " : ""}${text}${includedIn ? ` (${includedIn})` : ""}`;
  });

describe("scope chips", () => {
  it("leave out a level that another of its group includes", () => {
    expect(words(["repository", "repository:write"])).toEqual(["Repositories Write"]);
    expect(words(["pipeline", "pipeline:write"])).toEqual(["Pipelines Read, Write"]);
  });

  it("name the scope that brings a group in", () => {
    expect(words(["pullrequest:write"])).toEqual(["Repositories Write (Pull requests: Write)", "Pull requests Write"]);
    expect(words(["pullrequest", "project"])).toEqual([
      "Repositories Read (Pull requests: Read)",
      "Pull requests Read",
      "Projects Read",
    ]);
  });

  it("call a group held, of which a part was chosen", () => {
    expect(words(["repository:admin", "pullrequest"])).toEqual(["! Repositories Read, Admin", "Pull requests Read"]);
  });

  it("put the group that wants care first", () => {
    expect(words(["webhook", "project:admin"])).toEqual(["! Projects Admin", "Webhooks Read and write"]);
  });

  it("show nothing of a scope that the table doesn't know", () => {
    expect(words(["repository:own"])).toEqual([]);
  });
});

it("knows when a token holds everything its kind may", () => {
  expect(holdsEveryScope("repository", assignableScopes("repository"))).toBe(true);
  expect(holdsEveryScope("workspace", assignableScopes("project"))).toBe(false);
});

it("names the first cause in table order", () => {
  expect(includedIn("repository", ["project", "pullrequest:write", "repository:write"])).toBe("Repositories: Write");
  expect(includedIn("repository", ["repository"])).toBeNull();
});
