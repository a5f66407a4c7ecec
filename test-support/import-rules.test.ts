import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const layers = ["app", "bench", "cli", "components", "db", "e2e", "launch", "lib", "server", "test-support"];

/** What each layer may import from the others. Tests may use test-support besides. */
const allowed: Record<string, (target: string) => boolean> = {
  db: (target) => target === "lib/env",
  lib: (target) => target.startsWith("db/"),
  components: (target) => target.startsWith("lib/"),
  app: (target) => /^(components|lib)\//.test(target),
  server: (target) => target.startsWith("lib/"),
};

test("imports point one way: app, server and cli to lib, lib to db", () => {
  const wrong = Object.entries(allowed).flatMap(([layer, allows]) =>
    sourcesIn(layer).flatMap((file) =>
      importsOf(file)
        .filter((target) => layers.includes(target.split("/")[0] ?? "") && !target.startsWith(`${layer}/`))
        .filter((target) => !allows(target))
        .map((target) => `${file} imports ${target}`),
    ),
  );
  expect(wrong).toEqual([]);
});

test("the rule sees both ways of writing an import", () => {
  expect(importsOf("db/client.ts")).toContain("lib/env");
  expect(importsOf("lib/keyring.ts")).toContain("lib/env");
});

function sourcesIn(layer: string): string[] {
  return readdirSync(path.join(root, layer), { recursive: true, encoding: "utf8" })
    .map((name) => path.posix.join(layer, name.split(path.sep).join("/")))
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name));
}

/** The project's own files that a file imports, from the project's folder on. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g)].flatMap(([, name = ""]) => {
    if (name.startsWith("@/")) return [name.slice(2)];
    return name.startsWith(".") ? [path.posix.join(path.posix.dirname(file), name)] : [];
  });
}
