import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = path.join(root, "dist/stamp");
/** What goes into the build; tests among it don't matter enough to leave them out. */
const sources = [
  ...["app", "cli", "components", "db", "launch", "lib", "public", "server"],
  ...["scripts/bundle.mjs", "scripts/build.mjs", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"],
  "package-lock.json",
];

/** Builds the pages and the bundles, where the sources have changed since the last whole build. */
export async function buildWhenStale() {
  const wanted = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Building…");
  rmSync(stamp, { force: true });
  const next = path.join(root, "node_modules/next/dist/bin/next");
  const result = spawnSync(process.execPath, [next, "build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    encoding: "utf8",
  });
  if (result.status !== 0) {
    console.error(`${result.stdout}${result.stderr}\nThe pages could not be built. What went wrong is above.`);
    process.exit(1);
  }
  // Not loaded before: it needs installed packages.
  const { bundle } = await import("./bundle.mjs");
  await bundle();
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

/**
 * Builds one bundle, where the sources have changed since. Quietly: it's there for commands.
 * @param {string} name
 */
export async function bundleWhenStale(name) {
  const wanted = hashOfSources();
  const own = path.join(root, `dist/${name}.stamp`);
  if (existsSync(own) && readFileSync(own, "utf8") === wanted) return;
  const { bundle } = await import("./bundle.mjs");
  await bundle([name]);
  writeFileSync(own, wanted);
}

function hashOfSources() {
  const hash = createHash("sha256").update(process.versions.node.split(".")[0] ?? "");
  for (const source of sources) addTo(hash, source);
  return hash.digest("hex");
}

/**
 * @param {import("node:crypto").Hash} hash
 * @param {string} name
 */
function addTo(hash, name) {
  const file = path.join(root, name);
  if (!existsSync(file)) return;
  const entries = readdirIfFolder(file);
  if (entries) for (const entry of entries) addTo(hash, `${name}/${entry}`);
  else hash.update(`${name}\0`).update(readFileSync(file)).update("\0");
}

/** @param {string} file */
function readdirIfFolder(file) {
  try {
    return readdirSync(file).sort();
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWhenStale();
