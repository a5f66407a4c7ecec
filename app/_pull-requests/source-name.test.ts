import { expect, test } from "vitest";
import type { NamedRepository, Repository } from "@/lib/repositories/find";
import { sourceName } from "./source-name";

const named = (id: string, slug: string) => ({ id, slug, workspace: { slug: "acme" } }) as NamedRepository & Repository;
const involved = { repository: named("own", "api"), sources: new Map([["fork", named("fork", "api-fork")]]) };

test.each([
  ["topic", "own"],
  ["acme/api-fork:topic", "fork"],
  ["another repository:topic", "hidden"],
  ["another repository:topic", null],
])("it is %s from the repository %s", (name, sourceRepositoryId) => {
  expect(sourceName({ sourceRepositoryId, sourceBranch: "topic" }, involved)).toBe(name);
});
