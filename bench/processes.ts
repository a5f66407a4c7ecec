import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

export type Running = { pid: number; origin: string; stop(): Promise<void> };
type Spec = {
  file: string;
  args: readonly string[];
  environment?: Record<string, string>;
  /** Its output goes to this file, as the launcher's children write theirs. */
  log: string;
  /** The path that answers 200 when it's ready; without, it counts as ready at once. */
  listens?: { port: number; ready: string };
};

const started = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of started) endGroup(child, "SIGKILL");
});

/** Starts a process and waits until it answers. It ends with us at the latest. */
export async function startProcess({ file, args, environment, log, listens }: Spec): Promise<Running> {
  const output = openSync(log, "a");
  // In a group of its own: fcgiwrap leaves its workers behind when it alone is told to end.
  const options = { env: { ...process.env, ...environment }, detached: true };
  const child = spawn(file, args, { ...options, stdio: ["ignore", output, output] });
  started.add(child);
  const gone = once(child, "exit").then(() => started.delete(child));
  const origin = `http://127.0.0.1:${listens?.port ?? 0}`;
  if (listens) await untilAnswered(`${origin}${listens.ready}`, child, log);
  return {
    pid: child.pid ?? 0,
    origin,
    stop: async () => {
      endGroup(child, "SIGTERM");
      await gone;
    },
  };
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It's gone already.
  }
}

async function untilAnswered(url: string, child: ChildProcess, log: string): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return;
    await pause(10);
  }
  throw new Error(`It ended before it answered ${url}. Its log is ${log}.`);
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("There is no free port on 127.0.0.1.");
  return address.port;
}

/** Resident memory in MB. */
export function memoryOf(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

/** The most memory that each process holds while the work runs. */
export async function peakMemory<T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ value: T; peaks: number[] }> {
  const peaks = pids.map(memoryOf);
  const timer = setInterval(() => {
    pids.forEach((pid, index) => {
      peaks[index] = Math.max(peaks[index] ?? 0, memoryOf(pid));
    });
  }, 500);
  try {
    return { value: await work(), peaks };
  } finally {
    clearInterval(timer);
  }
}
