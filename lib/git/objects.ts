import type { ChildProcess } from "node:child_process";
import { Socket } from "node:net";
import { countRunning, GitError, GitOutputError, GitTimeoutError, inSlot, killGit, mostOutput, startGit } from "./run";
import { repositoryPath } from "./storage";

/** What git says of an object: its hash in full, its kind, and its size in bytes. */
export type ObjectInfo = { hash: string; type: "commit" | "tree" | "blob" | "tag"; size: number };
export type GitObject = ObjectInfo & { content: Buffer };

/**
 * What these names stand for, in their order; null for a name that stands for nothing, or for several things. Throws
 * `GitError` where git can't read the repository.
 */
export async function readInfos(repositoryId: string, names: readonly string[]): Promise<(ObjectInfo | null)[]> {
  return readerOf(repositoryId).ask("info", names);
}

/** The same with their content. Throws `GitOutputError` where that is more than is held at once. */
export async function readObjects(repositoryId: string, names: readonly string[]): Promise<(GitObject | null)[]> {
  return readerOf(repositoryId).ask("contents", names);
}

/** How many such processes there are, at work or not. */
export function stayingGitProcesses(): number {
  return [...readers.values()].filter((reader) => reader.isThere()).length;
}

/** A reader for each repository that was read of late, the one that was asked last at the end. */
const readers = new Map<string, ObjectReader>();
/** More only while more are at work, which has a ceiling of its own. */
const mostReaders = 16;
const idleMs = 10_000;
const timeoutMs = 30_000;
/** git keeps what it has read of a commit, also once that is tidied away. After so much another takes its place. */
const mostAsked = 20_000;
const longestLifeMs = 60_000;
/** Others get their turn between so many. */
const mostAtOnce = 1_000;

function readerOf(repositoryId: string): ObjectReader {
  const reader = readers.get(repositoryId) ?? new ObjectReader(repositoryId);
  readers.delete(repositoryId);
  readers.set(repositoryId, reader);
  for (const other of readers.values()) {
    if (readers.size <= mostReaders) break;
    if (other !== reader) other.endWhenIdle();
  }
  return reader;
}

type Command = "info" | "contents";

/**
 * A git that stays for a while and reads one object after the other. To start a process costs more than what it reads
 * of a commit or a folder.
 */
class ObjectReader {
  private git: ChildProcess | null = null;
  private said = "";
  private asked = 0;
  private startedAt = 0;
  private waiting = 0;
  private hung = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly repositoryId: string) {}

  ask(command: "info", names: readonly string[]): Promise<(ObjectInfo | null)[]>;
  ask(command: "contents", names: readonly string[]): Promise<(GitObject | null)[]>;
  async ask(command: Command, names: readonly string[]): Promise<(ObjectInfo | GitObject | null)[]> {
    if (names.some((name) => name.includes("\n"))) throw new Error("A name of an object has no line break.");
    const answers: (ObjectInfo | GitObject | null)[] = [];
    for (let from = 0; from < names.length; from += mostAtOnce) {
      answers.push(...(await this.inTurn(() => this.exchange(command, names.slice(from, from + mostAtOnce)))));
    }
    return answers;
  }

  isThere(): boolean {
    return this.git !== null;
  }

  endWhenIdle(): void {
    if (this.waiting > 0) return;
    clearTimeout(this.timer);
    this.end();
    if (readers.get(this.repositoryId) === this) readers.delete(this.repositoryId);
  }

  /** One question at a time, so that an answer is known by its place. */
  private async inTurn<Answer>(exchange: () => Promise<Answer>): Promise<Answer> {
    clearTimeout(this.timer);
    this.waiting += 1;
    const { hung } = this;
    const answer = this.turn.then(() => {
      // Or each would wait as long again.
      if (this.hung > hung) throw new GitTimeoutError(null, "what was asked before got no answer");
      return inSlot(exchange);
    });
    this.turn = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      this.waiting -= 1;
      if (this.waiting === 0) {
        if (readers.size > mostReaders) this.endWhenIdle();
        else this.timer = setTimeout(() => this.endWhenIdle(), idleMs).unref();
      }
    }
  }

  private exchange(command: Command, names: readonly string[]): Promise<(ObjectInfo | GitObject | null)[]> {
    if (this.asked > mostAsked || performance.now() - this.startedAt > longestLifeMs) this.end();
    const git = this.git ?? this.start();
    this.said = "";
    return new Promise((resolve, reject) => {
      const answers = new Answers(command === "contents", names.length);
      const stop = (error: Error) => {
        finish();
        this.end();
        killGit(git);
        reject(error);
      };
      const onData = (chunk: Buffer) => {
        try {
          if (!answers.take(chunk)) return;
        } catch (error) {
          return stop(error instanceof Error ? error : new Error(String(error)));
        }
        finish();
        resolve(answers.all);
      };
      const onError = (error: Error) => stop(new GitError(null, error.message));
      const onClose = (code: number | null) => stop(new GitError(code, this.said));
      const timer = setTimeout(() => {
        this.hung += 1;
        stop(new GitTimeoutError(null, `still reading after ${timeoutMs} ms`));
      }, timeoutMs);
      const hasWorked = countRunning();
      const finish = () => {
        clearTimeout(timer);
        hasWorked();
        git.stdout?.off("data", onData);
        git.off("error", onError).off("close", onClose);
        hold(git, false);
        this.asked += names.length;
      };
      hold(git, true);
      git.stdout?.on("data", onData);
      git.on("error", onError).on("close", onClose);
      git.stdin?.write(`${names.map((name) => `${command} ${name}\n`).join("")}flush\n`);
    });
  }

  private start(): ChildProcess {
    const folder = `--git-dir=${repositoryPath(this.repositoryId)}`;
    const git = startGit([folder, "cat-file", "--buffer", "--batch-command"], { stdio: ["pipe", "pipe", "pipe"] });
    this.git = git;
    this.asked = 0;
    this.startedAt = performance.now();
    git.stderr?.on("data", (chunk: Buffer) => {
      if (this.said.length < 1_000) this.said += chunk.toString();
    });
    // Whoever waits for an answer hears of its end.
    git.stdin?.on("error", () => undefined);
    git.on("error", () => undefined);
    git.once("exit", () => {
      if (this.git === git) this.git = null;
    });
    return git;
  }

  private end(): void {
    this.git?.stdin?.end();
    this.git = null;
  }
}

/** Whether this process waits for git before it ends: not while nothing is asked. */
function hold(git: ChildProcess, waits: boolean): void {
  if (waits) git.ref();
  else git.unref();
  for (const pipe of [git.stdin, git.stdout, git.stderr]) {
    if (!(pipe instanceof Socket)) continue;
    if (waits) pipe.ref();
    else pipe.unref();
  }
}

/** Puts together what `cat-file` says: for each name a line, and with it the content that it tells the size of. */
class Answers {
  readonly all: (ObjectInfo | GitObject | null)[] = [];
  private chunks: Buffer[] = [];
  private size = 0;
  private contents = 0;
  /** It isn't worth looking before there is so much. */
  private wanted = 1;

  constructor(
    private readonly withContent: boolean,
    private readonly count: number,
  ) {}

  /** Whether all is there. */
  take(chunk: Buffer): boolean {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size < this.wanted) return false;
    const bytes = Buffer.concat(this.chunks);
    let at = 0;
    for (let next = this.answerAt(bytes, at); next !== null; next = this.answerAt(bytes, at)) at = next;
    const rest = bytes.subarray(at);
    this.chunks = [rest];
    this.size = rest.length;
    return this.all.length === this.count;
  }

  /** Where the one after it begins; null where it isn't whole yet. */
  private answerAt(bytes: Buffer, at: number): number | null {
    const end = bytes.indexOf("\n", at);
    this.wanted = bytes.length - at + 1;
    if (end === -1) return null;
    const info = parseInfo(bytes.toString("utf8", at, end));
    if (info === null || !this.withContent) {
      this.all.push(info);
      return end + 1;
    }
    const next = end + 1 + info.size + 1;
    this.wanted = next - at;
    if (this.contents + info.size > mostOutput)
      throw new GitOutputError(null, `more than ${mostOutput} bytes of objects`);
    if (bytes.length < next) return null;
    this.contents += info.size;
    this.all.push({ ...info, content: bytes.subarray(end + 1, next - 1) });
    return next;
  }
}

function parseInfo(line: string): ObjectInfo | null {
  const [, hash, type, size] = /^([0-9a-f]{40}) (commit|tree|blob|tag) (\d+)$/.exec(line) ?? [];
  if (hash === undefined || size === undefined) return null;
  switch (type) {
    case "commit":
    case "tree":
    case "blob":
    case "tag":
      return { hash, type, size: Number(size) };
    default:
      return null;
  }
}
