import { cpSync, existsSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What runs outside Next: name in dist/ → source. */
const entries = {
  start: "launch/start.ts",
  web: "launch/web.ts",
  prepare: "launch/prepare.ts",
  database: "launch/database.ts",
  server: "server/main.ts",
  cli: "cli/main.ts",
};

/** Files that lie beside the source that reads them, and so beside its bundle. */
const beside = { migrations: "db/migrations", hooks: "server/git/hooks" };

/** Bundles our own code; packages stay in node_modules. */
export async function bundle(names = Object.keys(entries)) {
  const present = Object.entries(entries).filter(
    ([name, source]) => names.includes(name) && existsSync(path.join(root, source)),
  );
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(present),
    outdir: "dist",
    bundle: true,
    platform: "node",
    target: "node20.12",
    format: "esm",
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  });
  for (const [name, source] of Object.entries(beside)) {
    rmSync(path.join(root, "dist", name), { recursive: true, force: true });
    cpSync(path.join(root, source), path.join(root, "dist", name), { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
