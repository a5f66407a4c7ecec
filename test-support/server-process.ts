import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Resource servers in processes of their own, bundled as they are shipped, on this test file's database and data folder; or
 * another program that says when it's ready.
 */
export async function startServerProcesses(
  count: number,
  program = "server/main.ts",
): Promise<{
  origins: string[];
  stop: () => Promise<void>;
  /** Ends them without a word, at once. What they ran of git goes on, and needs their folder until they are stopped. */
  kill: () => Promise<void>;
}> {
  const folder = mkdtempSync(path.join(tmpdir(), "latchkey-server-"));
  const bundle = path.join(folder, "server.mjs");
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  symlinkSync(path.join(root, "server/git/hooks"), path.join(folder, "hooks"));
  await build({
    absWorkingDir: root,
    entryPoints: [program],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20.12",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const servers = await Promise.all(Array.from({ length: count }, () => start(bundle)));
  return {
    origins: servers.map(({ origin }) => origin),
    stop: async () => {
      await Promise.all(servers.map((server) => server.end("SIGTERM")));
      rmSync(folder, { recursive: true });
    },
    kill: async () => {
      await Promise.all(servers.map((server) => server.end("SIGKILL")));
    },
  };
}

const root = fileURLToPath(new URL("..", import.meta.url));

async function start(bundle: string): Promise<{ origin: string; end: (signal: NodeJS.Signals) => Promise<void> }> {
  const child = fork(bundle, { env: { ...process.env, HOST: "127.0.0.1", PORT: "0" }, execArgv: [] });
  const exited = once(child, "exit");
  const ready = await Promise.race([once(child, "message"), exited.then(() => null)]);
  if (!ready) throw new Error("The resource server ended before it was ready.");
  return {
    origin: `http://127.0.0.1:${ready[0].port}`,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
