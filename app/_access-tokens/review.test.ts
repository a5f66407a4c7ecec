import { expect, it } from "vitest";
import { assignableScopes } from "@/lib/authorization/scopes";
import { abilities, limitSentences } from "./review";

const words = (...given: Parameters<typeof abilities>) => abilities(...given).map(({ text, name = "" }) => text + name);

it("says what the chosen scopes and those they include come to", () => {
  expect(words("repository", "acme/api", ["pullrequest:write", "pipeline"])).toEqual([
    "clone, fetch and push acme/api",
    "create and delete its branches and tags",
    "open, comment on, approve, merge and decline its pull requests",
    "read its pipelines, their steps and results",
  ]);
});

it("speaks of the repositories of a project", () => {
  expect(words("project", "Platform", ["project"])).toEqual([
    "clone and fetch the repositories of Platform",
    "read the project and its repositories",
  ]);
});

it("says nothing where nothing is chosen", () => {
  expect(abilities("repository", "acme/api", [])).toEqual([]);
});

it("has a sentence for every scope that a token may hold", () => {
  for (const kind of ["repository", "project", "workspace"] as const) {
    for (const scope of assignableScopes(kind)) expect(abilities(kind, "it", [scope]), scope).not.toEqual([]);
  }
});

it("says within which limits a token works", () => {
  const none = { addresses: null, addressMode: "enforce", refs: null } as const;
  expect(limitSentences(none)).toEqual([]);
  expect(limitSentences({ ...none, addresses: ["10.0.0.0/8", "::1"], refs: ["release/*"] })).toEqual([
    "from 10.0.0.0/8, ::1 alone",
    "for pushes to release/* alone",
  ]);
  expect(limitSentences({ ...none, addressMode: "watch", addresses: ["10.0.0.0/8"] })).toEqual([
    "from anywhere; what doesn’t come from 10.0.0.0/8 is recorded",
  ]);
});
