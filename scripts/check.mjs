import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { installWhenNeeded } from "./install.mjs";
import { requireNodeAndGit } from "./prerequisites.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Format, lint, types, lock file. True where all is well. */
export function check() {
  // Declares what Next adds to TypeScript; made by Next, so not in git.
  if (!existsSync(path.join(root, "next-env.d.ts"))) bin("next/dist/bin/next", "typegen");
  return (
    bin("@biomejs/biome/bin/biome", "check", ".") &&
    bin("typescript/bin/tsc", "--noEmit", "-p", ".") &&
    node("scripts/check-lock.mjs")
  );
}

/** @param {string[]} args */
function bin(...args) {
  return node(`node_modules/${args[0]}`, ...args.slice(1));
}

/** @param {string[]} args */
function node(...args) {
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };
  return spawnSync(process.execPath, args, { cwd: root, stdio: "inherit", env }).status === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNodeAndGit();
  installWhenNeeded();
  process.exitCode = check() ? 0 : 1;
}
