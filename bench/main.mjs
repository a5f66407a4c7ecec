import { mkdtempSync, rmSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildWhenStale } from "../scripts/build.mjs";
import { installWhenNeeded } from "../scripts/install.mjs";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`npm run bench -- [--quick] [--only requests|lists|clones|rest|start]

Measures the built product on this machine and prints a table of medians. A whole run also writes
bench/results/<date>.json. --quick takes short rounds and 100,000 instead of a million tokens; --only runs one part, and
may be given more than once.`);
  process.exit(0);
}

installWhenNeeded();
await buildWhenStale();
// Not loaded before: it needs installed packages.
const { build } = await import("esbuild");
const root = fileURLToPath(new URL("..", import.meta.url));
await build({
  absWorkingDir: root,
  entryPoints: {
    bench: "bench/run.ts",
    "bench-bare": "bench/servers/bare.ts",
    "bench-one-query": "bench/servers/one-query.ts",
  },
  outdir: "dist",
  bundle: true,
  platform: "node",
  target: "node20.12",
  format: "esm",
  packages: "external",
  logLevel: "warning",
});

const folder = mkdtempSync(path.join(tmpdir(), "latchkey-bench-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
// As root the database runs under another account, which has to pass through.
await chmod(folder, 0o711);
process.env.LATCHKEY_DATA_DIR = path.join(folder, "data");
// Named by a variable, because the types are checked before it's built.
const run = new URL("../dist/bench.js", import.meta.url).href;
const { runBench } = await import(run);
await runBench({ folder, root, quick: values.quick, only: values.only });
