import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import autocannon from "autocannon";

export type Load = { perSecond: number; p50: number; p99: number; failed: number };
export type Target = { origin: string; path: string; tokensFile: string; connections?: number };
export type Generator = { name: string; run(target: Target, seconds: number): Promise<Load> };

export const connections = 50;
const run = promisify(execFile);

/** wrk where it's installed, else autocannon, which takes more of the machine for itself. */
export async function chooseGenerator(root: string): Promise<Generator> {
  const version = await run("wrk", ["--version"]).catch((error: { code?: unknown; stdout?: string }) =>
    error.code === "ENOENT" ? null : { stdout: error.stdout ?? "" },
  );
  const script = path.join(root, "bench/tokens.lua");
  return version
    ? { name: /wrk \S+/.exec(version.stdout)?.[0] ?? "wrk", run: (target, seconds) => withWrk(script, target, seconds) }
    : { name: "autocannon", run: withAutocannon };
}

async function withWrk(script: string, target: Target, seconds: number): Promise<Load> {
  const clients = String(target.connections ?? connections);
  const { stdout } = await run("wrk", [
    ...["--threads", "1", "--connections", clients, "--duration", `${seconds}s`, "--timeout", "10s"],
    ...["--script", script, target.origin, "--", target.tokensFile, target.path],
  ]);
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  if (!line) throw new Error(`wrk said nothing of use:\n${stdout}`);
  const summary = JSON.parse(line) as Omit<Load, "perSecond"> & { requests: number; seconds: number };
  const { requests, p50, p99, failed } = summary;
  return { perSecond: requests / summary.seconds, p50, p99, failed };
}

async function withAutocannon(target: Target, seconds: number): Promise<Load> {
  const tokens = readFileSync(target.tokensFile, "utf8").trim().split("\n");
  const clients = target.connections ?? connections;
  const share = Math.floor(tokens.length / clients);
  const result = await autocannon({
    url: target.origin,
    connections: clients,
    duration: seconds,
    setupClient: (client) => {
      // Tokens of its own: if all began with the first one, they would use up what that may ask in an hour.
      const own = tokens.splice(0, share);
      client.setRequests(own.map((token) => ({ path: target.path, headers: { authorization: `Bearer ${token}` } })));
    },
  });
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.errors + result.timeouts + result.non2xx,
  };
}
