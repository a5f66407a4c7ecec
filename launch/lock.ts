import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import path from "node:path";

/** Who runs on a data folder, and where it listens. */
type Holder = { process: ProcessMark; origin: string; children: ProcessMark[] };
/** A process told apart from a later one that got the same number. */
type ProcessMark = { pid: number; startedAt: string };

/**
 * Takes the data folder for this process, or says who has it. Of a start that was killed it ends what is left: its children
 * end by themselves as a rule, but one may be stuck.
 */
export async function takeDataFolder(dataDir: string, origin: string): Promise<DataFolderLock | Holder> {
  const file = path.join(dataDir, "lock");
  const mine: Holder = { process: markOf(process.pid), origin, children: [] };
  const aside = `${file}.new-${process.pid}`;
  fs.writeFileSync(aside, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (;;) {
      if (linkUnlessThere(aside, file)) return new DataFolderLock(file, mine);
      const holder = read(file);
      if (holder && isAlive(holder.process)) return holder;
      for (const child of holder?.children ?? []) await end(child);
      // Only the file that was read may go: somebody else may have put theirs in its place.
      const stale = `${file}.stale-${process.pid}`;
      if (!renameIfThere(file, stale)) continue;
      if (JSON.stringify(read(stale)) !== JSON.stringify(holder)) linkUnlessThere(stale, file);
      fs.rmSync(stale);
    }
  } finally {
    fs.rmSync(aside, { force: true });
  }
}

/** Who runs on the data folder right now, if anybody does. */
export function readHolder(dataDir: string): Holder | null {
  const holder = read(path.join(dataDir, "lock"));
  return holder && isAlive(holder.process) ? holder : null;
}

export class DataFolderLock {
  constructor(
    private readonly file: string,
    private readonly holder: Holder,
  ) {}

  /** Notes the children, so that the start after a killed one knows them. */
  noteChildren(pids: number[]): void {
    this.holder.children = pids.map(markOf);
    const aside = `${this.file}.new-${process.pid}`;
    fs.writeFileSync(aside, JSON.stringify(this.holder), { mode: 0o600 });
    fs.renameSync(aside, this.file);
  }

  release(): void {
    if (read(this.file)?.process.startedAt === this.holder.process.startedAt) fs.rmSync(this.file, { force: true });
  }
}

function markOf(pid: number): ProcessMark {
  return { pid, startedAt: startOf(pid) ?? "" };
}

function isAlive({ pid, startedAt }: ProcessMark): boolean {
  return startOf(pid) === startedAt;
}

/** When the process started, as the system says it; null where there is none. */
function startOf(pid: number): string | null {
  try {
    if (process.platform !== "linux") {
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() || null;
    }
    const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field is the name in parentheses and may hold anything; the state and the start are the 3rd and 22nd.
    const fields = fs
      .readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields[0] === "Z" ? null : `${boot} ${fields[19]}`;
  } catch {
    return null;
  }
}

async function end(child: ProcessMark): Promise<void> {
  const patience = Date.now() + 3_000;
  while (isAlive(child)) {
    process.kill(child.pid, Date.now() < patience ? "SIGTERM" : "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as Holder;
  } catch {
    return null;
  }
}

function linkUnlessThere(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function renameIfThere(from: string, to: string): boolean {
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
