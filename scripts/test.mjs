import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildWhenStale } from "./build.mjs";
import { check } from "./check.mjs";
import { findOrInstallChromium } from "./chromium.mjs";
import { installWhenNeeded } from "./install.mjs";
import { requireNodeAndGit } from "./prerequisites.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = mkdtempSync(path.join(tmpdir(), "latchkey-reports-"));
let passed = 0;
let failed = 0;

requireNodeAndGit();
installWhenNeeded();
const whole =
  step("Format, lint, types and lock file", check) &&
  step("Unit tests", () => vitest("unit")) &&
  step("Integration tests on a real database", () => vitest("integration")) &&
  (await build()) &&
  (await playwright());
if (!whole && failed === 0) failed = 1;
rmSync(reports, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = whole ? 0 : 1;

/**
 * @param {string} heading
 * @param {() => boolean} run
 */
function step(heading, run) {
  console.log(`\n== ${heading}`);
  const startedAt = Date.now();
  const well = run();
  console.log(`${well ? "Done" : "Failed"} after ${Math.round((Date.now() - startedAt) / 1000)} s.`);
  return well;
}

/** @param {string} project */
function vitest(project) {
  const report = path.join(reports, `${project}.json`);
  const well = node(
    ["node_modules/vitest/vitest.mjs", "run", "--project", project, "--reporter=default", "--reporter=json"],
    [`--outputFile.json=${report}`],
    {},
  );
  const counts = read(report);
  passed += counts?.numPassedTests ?? 0;
  failed += counts?.numFailedTests ?? 0;
  return well;
}

async function build() {
  console.log("\n== Build");
  await buildWhenStale();
  return true;
}

async function playwright() {
  const chromium = await findOrInstallChromium();
  const report = path.join(reports, "e2e.json");
  const well = step("End to end", () =>
    node(["node_modules/@playwright/test/cli.js", "test"], [], {
      LATCHKEY_TEST_REPORT: report,
      ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    }),
  );
  const counts = read(report)?.stats;
  passed += (counts?.expected ?? 0) + (counts?.flaky ?? 0);
  failed += counts?.unexpected ?? 0;
  return well;
}

/**
 * @param {string[]} command
 * @param {string[]} args
 * @param {Record<string, string>} environment
 */
function node(command, args, environment) {
  const options = { cwd: root, stdio: /** @type {const} */ ("inherit"), env: { ...process.env, ...environment } };
  return spawnSync(process.execPath, [...command, ...args], options).status === 0;
}

/** @param {string} report */
function read(report) {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    // The runner ended before it wrote one; its exit code says so.
    return null;
  }
}
