import { expect, test } from "vitest";
import { tokenOperations } from "@/lib/access-tokens/token-operations";
import { operationWords } from "@/lib/token-usage/words";
import "./create-server";
import { routes } from "./http/operation-route";

type Known = { name: string; asked: string; on: string | null };

const byName = (a: Known, b: Known) => a.name.localeCompare(b.name);

test("what can be explained is what the server answers to, with the same scopes", () => {
  const answered = routes.flatMap((route): Known[] => {
    // What no access token opens.
    if (route.kind === "public" || route.kind === "runner") return [];
    const { name } = route;
    if (route.kind === "operation") return [{ name, asked: route.scope, on: madeIn[name] ?? kindIn(route.path) }];
    return [{ name, asked: route.kind === "closed" ? "closed" : "own", on: null }];
  });
  const beside: Known[] = [
    { name: "archives.download", asked: "repository", on: "repository" },
    { name: "git-upload-pack", asked: "repository", on: "repository" },
    { name: "git-receive-pack", asked: "repository:write", on: "repository" },
  ];
  const explained = tokenOperations.flatMap(({ names, on, asked }) =>
    names.map((name): Known => ({ name, asked: asked.kind === "operation" ? asked.scope : asked.kind, on })),
  );
  expect(explained.sort(byName)).toEqual([...answered, ...beside].sort(byName));
});

test("each has words of its own", () => {
  const words = tokenOperations.map(({ names: [name] }) => operationWords(name));
  expect(new Set(words).size).toBe(words.length);
});

/** What isn't there yet is asked of what it will be in. */
const madeIn: Readonly<Record<string, string>> = {
  "repositories.create": "project",
  "workspaces.createOrUpdateProject": "workspace",
};

function kindIn(path: string): string {
  if (path.includes("{repo_slug}")) return "repository";
  return path.includes("{project_key}") ? "project" : "workspace";
}
