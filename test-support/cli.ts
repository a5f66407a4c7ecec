import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export type Outcome = { code: number | null; out: string; err: string };

/** The command line, bundled as it is shipped, on this test file's database and data folder. */
export async function bundledCommandLine() {
  const folder = mkdtempSync(path.join(tmpdir(), "latchkey-cli-"));
  const bundle = path.join(folder, "cli.mjs");
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  symlinkSync(path.join(root, "db/migrations"), path.join(folder, "migrations"));
  await build({
    absWorkingDir: root,
    entryPoints: ["cli/main.ts"],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20.12",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });

  const start = (...args: string[]) => {
    const child = spawn(process.execPath, [bundle, ...args], { stdio: ["pipe", "pipe", "pipe"] });
    const outcome = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]).then(
      ([[code], out, err]): Outcome => ({ code, out, err }),
    );
    return { process: child, outcome };
  };
  const latchkey = (...args: string[]): Promise<Outcome> => {
    const { process: child, outcome } = start(...args);
    child.stdin.end();
    return outcome;
  };
  const json = async <Printed = Record<string, string>>(...args: string[]): Promise<Printed> => {
    const { code, out, err } = await latchkey(...args, "--json");
    if (code !== 0) throw new Error(`latchkey ${args.join(" ")} ended with ${code}: ${err}`);
    return JSON.parse(out);
  };
  return { start, latchkey, json, remove: () => rmSync(folder, { recursive: true }) };
}

const root = fileURLToPath(new URL("..", import.meta.url));
