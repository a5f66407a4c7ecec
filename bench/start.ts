import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import { freePort, memoryOf, peakMemory } from "./processes";
import { type Figure, figure } from "./report";
import type { Bench } from "./run";

type Product = { origin: string; seconds: number; stop(): Promise<void> };

/** From `npm start` to the first page, with nothing there yet and later; what its processes hold. */
export async function measureStart(bench: Bench): Promise<Figure[]> {
  bench.say("Starting for the first time");
  const first = await startProduct(bench);
  await first.stop();
  const later: number[] = [];
  bench.say("Starting again");
  for (let round = 1; round < bench.rounds; round += 1) {
    const again = await startProduct(bench);
    later.push(again.seconds);
    await again.stop();
  }
  const last = await startProduct(bench);
  later.push(last.seconds);
  try {
    return [
      figure("first start, with the demo made, to the first page", "s", [first.seconds]),
      figure("later start to the first page", "s", later, { atMost: 3 }),
      ...(await measureMemory(bench, last)),
    ];
  } finally {
    await last.stop();
  }
}

async function startProduct(bench: Bench): Promise<Product> {
  const dataDir = dataDirOf(bench);
  const port = await freePort();
  const output = openSync(path.join(bench.folder, "start.log"), "a");
  const { DATABASE_URL: _url, LATCHKEY_KEYS: _keys, LATCHKEY_PUBLIC_URL: _publicUrl, ...environment } = process.env;
  const started = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: bench.root,
    env: { ...environment, LATCHKEY_DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: String(port) },
    stdio: ["ignore", output, output],
  });
  // Before the folder goes, in which it says who it is.
  const onExit = () => {
    if (existsSync(lockOf(dataDir))) process.kill(supervisor(dataDir), "SIGTERM");
  };
  process.prependOnceListener("exit", onExit);
  const origin = `http://127.0.0.1:${port}`;
  await firstPage(`${origin}/sign-in`, child);
  const seconds = (performance.now() - started) / 1_000;
  return {
    origin,
    seconds,
    stop: async () => {
      process.off("exit", onExit);
      const gone = once(child, "exit");
      process.kill(supervisor(dataDir), "SIGTERM");
      await gone;
    },
  };
}

function dataDirOf(bench: Bench): string {
  return path.join(bench.folder, "start");
}

async function firstPage(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200 && (await response.text()).includes("</html>")) return;
    await pause(10);
  }
  throw new Error("npm start ended before it showed a page.");
}

async function measureMemory(bench: Bench, { origin }: Product): Promise<Figure[]> {
  const processes = productProcesses(dataDirOf(bench));
  const pids = processes.map(({ pid }) => pid);
  await pause(3_000);
  const atRest = pids.map(memoryOf);
  const tokensFile = path.join(bench.folder, "no-tokens");
  writeFileSync(tokensFile, "none\n");
  bench.say("Loading the sign-in page");
  const target = { origin, path: "/sign-in", tokensFile };
  const { value: load, peaks } = await peakMemory(pids, () => bench.generator.run(target, bench.quick ? 3 : 10));
  return [
    figure("sign-in page", "per second", [load.perSecond]),
    ...processes.flatMap(({ name }, index) => [
      figure(`${name}, memory at rest`, "MB", [atRest[index] ?? Number.NaN]),
      figure(`${name}, memory while pages are loaded`, "MB", [peaks[index] ?? Number.NaN]),
    ]),
  ];
}

function productProcesses(dataDir: string): { name: string; pid: number }[] {
  const { process: holder, children } = readLock(dataDir);
  return [
    { name: "supervisor", pid: holder.pid },
    ...children.map(({ pid }) => {
      const command = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
      return { name: command.includes("web.js") ? "web process" : "resource server as proxy", pid };
    }),
  ];
}

function supervisor(dataDir: string): number {
  return readLock(dataDir).process.pid;
}

function readLock(dataDir: string): { process: { pid: number }; children: { pid: number }[] } {
  return JSON.parse(readFileSync(lockOf(dataDir), "utf8"));
}

function lockOf(dataDir: string): string {
  return path.join(dataDir, "lock");
}
