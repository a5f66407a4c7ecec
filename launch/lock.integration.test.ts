import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { DataFolderLock, readHolder, takeDataFolder } from "./lock";

const bundles = mkdtempSync(path.join(tmpdir(), "latchkey-lock-test-"));
const starter = path.join(bundles, "starter.mjs");
let dataDir: string;
let starters: ChildProcess[];

// A start, as far as the lock goes: it has a child, and says whether it got the folder.
const source = `
import { spawn } from "node:child_process";
import { DataFolderLock, takeDataFolder } from "./lock";
process.on("message", () => process.exit());
const taken = await takeDataFolder(process.argv[2], process.argv[3]);
if (taken instanceof DataFolderLock) {
  const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
  taken.noteChildren([child.pid]);
  process.send({ got: true, child: child.pid });
} else process.send({ got: false, holder: taken });
`;

beforeAll(() =>
  build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    outfile: starter,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
  }),
);

beforeEach(() => {
  dataDir = mkdtempSync(path.join(bundles, "data-"));
  starters = [];
});

afterEach(async () => {
  for (const child of starters) child.kill("SIGKILL");
  // Ends what the last of them has left.
  const lock = await takeDataFolder(dataDir, "http://end.example");
  if (lock instanceof DataFolderLock) lock.release();
});

afterAll(() => rmSync(bundles, { recursive: true }));

type Said = { got: true; child: number } | { got: false; holder: { origin: string } };

async function start(origin: string): Promise<{ process: ChildProcess; said: Said }> {
  const child = fork(starter, [dataDir, origin], { execArgv: [] });
  starters.push(child);
  const [said] = await once(child, "message");
  return { process: child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** A dead one that nobody has waited for is dead too. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z]/.test(stdout.trim());
}

test("who comes second is told who has the folder, and where they listen", async () => {
  const first = await start("http://first.example");
  expect(first.said.got).toBe(true);
  const second = await takeDataFolder(dataDir, "http://second.example");
  expect(second).toMatchObject({ process: { pid: first.process.pid }, origin: "http://first.example" });
  expect(readHolder(dataDir)).toEqual(second);
});

test("the folder of a start that was killed is free, and what it left is ended", async () => {
  const killed = await start("http://killed.example");
  if (!killed.said.got) throw new Error("The folder was not free.");
  await kill(killed.process);
  expect(readHolder(dataDir)).toBeNull();
  expect(isAlive(killed.said.child)).toBe(true);
  const next = await takeDataFolder(dataDir, "http://next.example");
  expect(next).toBeInstanceOf(DataFolderLock);
  expect(readHolder(dataDir)?.origin).toBe("http://next.example");
  expect(isAlive(killed.said.child)).toBe(false);
});

test("of many that come after a killed one, exactly one gets the folder", async () => {
  await kill((await start("http://killed.example")).process);
  const said = await Promise.all(Array.from({ length: 6 }, (_, index) => start(`http://start-${index}.example`)));
  expect(said.filter((one) => one.said.got)).toHaveLength(1);
});

test("a process that got the number of a dead one is not taken for it", async () => {
  const stranger = { pid: process.pid, startedAt: "another time" };
  writeFileSync(
    path.join(dataDir, "lock"),
    JSON.stringify({ process: stranger, origin: "http://x.example", children: [stranger] }),
  );
  expect(readHolder(dataDir)).toBeNull();
  expect(await takeDataFolder(dataDir, "http://next.example")).toBeInstanceOf(DataFolderLock);
});

test.each(["", "{", "null"])("a lock that says %j, as a full disk leaves it, holds nobody up", async (text) => {
  writeFileSync(path.join(dataDir, "lock"), text);
  expect(readHolder(dataDir)).toBeNull();
  expect(await takeDataFolder(dataDir, "http://next.example")).toBeInstanceOf(DataFolderLock);
});

test("a lock that is released is gone, unless it's somebody else's by now", async () => {
  const lock = await takeDataFolder(dataDir, "http://mine.example");
  if (!(lock instanceof DataFolderLock)) throw new Error("The folder was not free.");
  lock.release();
  expect(existsSync(path.join(dataDir, "lock"))).toBe(false);
  await start("http://other.example");
  lock.release();
  expect(readHolder(dataDir)?.origin).toBe("http://other.example");
});
