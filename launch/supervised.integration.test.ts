import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Supervised } from "./supervised";

let folder: string;
let said: string[];
let greeting: string;
let all: Supervised[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "latchkey-supervised-test-"));
  said = [];
  greeting = "hello";
  all = [];
  vi.spyOn(console, "log").mockImplementation((line) => said.push(String(line)));
  writeFileSync(path.join(folder, "child.mjs"), child);
});

afterEach(async () => {
  for (const one of all) await one.stop(0);
  rmSync(folder, { recursive: true });
});

/** `told` has what was told of its processes: the number of each new one, null for each end. */
function supervise() {
  const told: (number | null)[] = [];
  const supervised = new Supervised({
    name: "child",
    bundle: pathToFileURL(path.join(folder, "child.mjs")).href,
    environment: () => ({ ...process.env, FOLDER: folder, GREETING: greeting }),
    output: "inherit",
    changed: (pid) => told.push(pid),
  });
  all.push(supervised);
  const kill = () => {
    const pid = told.at(-1);
    if (typeof pid !== "number") throw new Error("There is no child.");
    process.kill(pid, "SIGKILL");
  };
  return { supervised, told, kill };
}

const child = `
import { existsSync, writeFileSync } from "node:fs";
const has = (name) => existsSync(process.env.FOLDER + "/" + name);
if (has("broken")) process.exit(7);
writeFileSync(process.env.FOLDER + "/greeting", process.env.GREETING);
process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => {
  if (has("stuck")) return;
  writeFileSync(process.env.FOLDER + "/finished", "");
  process.exit();
});
process.send("ready");
`;

function note(name: string): void {
  writeFileSync(path.join(folder, name), "");
}

/** Waits until so much was told. */
async function untilTold(told: (number | null)[], count: number): Promise<void> {
  await vi.waitFor(() => expect(told).toHaveLength(count), { timeout: 15_000 });
}

const aProcess = expect.any(Number);

test("a child that ends by itself is started again", async () => {
  const { supervised, told, kill } = supervise();
  await supervised.start();
  kill();
  await untilTold(told, 3);
  expect(told).toEqual([aProcess, null, aProcess]);
  expect(said).toEqual(["The child ended (SIGKILL). Starting it again…"]);
});

test("one that ends before it's ready is not tried again at first, but is later", async () => {
  const { supervised, told, kill } = supervise();
  note("broken");
  await expect(supervised.start()).rejects.toThrow("The child ended before it was ready.");
  expect(said).toEqual([]);
  rmSync(path.join(folder, "broken"));
  await supervised.start();
  note("broken");
  kill();
  await untilTold(told, 6);
  rmSync(path.join(folder, "broken"));
  await untilTold(told, 7);
  expect(told.slice(-3)).toEqual([aProcess, null, aProcess]);
});

test("one that is stopped finishes what is under way, and stays away", async () => {
  const { supervised, told } = supervise();
  await supervised.start();
  await supervised.stop();
  expect(existsSync(path.join(folder, "finished"))).toBe(true);
  expect(told).toEqual([aProcess, null]);
  expect(said).toEqual([]);
});

test("one that doesn't end in time is killed", async () => {
  const { supervised, told } = supervise();
  await supervised.start();
  note("stuck");
  await supervised.stop(50);
  expect(told).toEqual([aProcess, null]);
});

test("one that is restarted sees the environment of now", async () => {
  const { supervised, told } = supervise();
  await supervised.start();
  greeting = "good evening";
  await supervised.restart();
  expect(readFileSync(path.join(folder, "greeting"), "utf8")).toBe("good evening");
  expect(told).toEqual([aProcess, null, aProcess]);
});

test("one that is restarted while it waits to be started again is started once", async () => {
  const { supervised, told, kill } = supervise();
  const later = supervise();
  await Promise.all([supervised.start(), later.supervised.start()]);
  kill();
  await vi.waitFor(() => expect(said).toHaveLength(1));
  await supervised.restart();
  // By the time that this one is back, the wait of the other would be over too.
  later.kill();
  await untilTold(later.told, 3);
  expect(told).toEqual([aProcess, null, aProcess]);
});
