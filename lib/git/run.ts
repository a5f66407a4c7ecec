import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { env } from "../env";
import { Slots } from "./slots";

/**
 * The environment of every git process: no settings of the machine or of whoever runs the server, no prompts, plain
 * messages, and paths that are paths, never patterns.
 */
const gitEnvironment: NodeJS.ProcessEnv = {
  PATH: env.path,
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  GIT_LITERAL_PATHSPECS: "1",
  // Whoever may push could make what a commit holds look like something else to all but clones.
  GIT_NO_REPLACE_OBJECTS: "1",
  // Refs are files and hashes have 40 digits, whatever a newer git would choose for a new repository.
  GIT_DEFAULT_REF_FORMAT: "files",
  GIT_DEFAULT_HASH: "sha1",
  GIT_CONFIG_COUNT: "2",
  // The data folder may belong to another user than this process, as in a container.
  GIT_CONFIG_KEY_0: "safe.directory",
  GIT_CONFIG_VALUE_0: "*",
  // A larger file is never held in memory whole: it is streamed, and differs as a binary one does.
  GIT_CONFIG_KEY_1: "core.bigFileThreshold",
  GIT_CONFIG_VALUE_1: "32m",
  // Means nothing to git; Next's types ask for it.
  NODE_ENV: env.nodeEnv,
};

export class GitError extends Error {
  override name = "GitError";
  // A log writes down the other properties of an error; this may hold what is in a repository.
  readonly #output: Buffer;
  constructor(
    readonly exitCode: number | null,
    readonly stderr: string,
    output = Buffer.alloc(0),
  ) {
    super(`git ended with ${exitCode ?? "a signal"}: ${stderr.slice(0, 500)}`);
    this.#output = output;
  }

  /** What it had said until it ended. */
  get output(): Buffer {
    return this.#output;
  }
}

/** git took longer than it may. */
export class GitTimeoutError extends GitError {
  override name = "GitTimeoutError";
}

/** git had more to say than is held at once. */
export class GitOutputError extends GitError {
  override name = "GitOutputError";
}

/** As much of git runs already as may. */
export class GitBusyError extends Error {
  override name = "GitBusyError";
}

let running = 0;

/** How many git processes of ours work on something; those that wait to be asked aren't counted. */
export function runningGitProcesses(): number {
  return running;
}

/** Counts one that begins to work; gives what is to be called once, when it has done so. */
export function countRunning(): () => void {
  running += 1;
  return () => {
    running -= 1;
  };
}

type Variables = Record<string, string>;
type SpawnGit = Omit<SpawnOptions, "env" | "detached"> & { env?: Variables };

/** Starts git with fixed arguments, without a shell, as the head of a process group of its own. */
export function spawnGit(args: readonly string[], options: SpawnGit = {}): ChildProcess {
  const child = startGit(args, options);
  if (child.pid !== undefined) child.once("exit", countRunning());
  return child;
}

/** The same for one that stays. */
export function startGit(args: readonly string[], options: SpawnGit = {}): ChildProcess {
  return spawn("git", args, { ...options, detached: true, env: { ...gitEnvironment, ...options.env } });
}

const cleanUpMs = 2_000;

/** Ends a git that takes in by ending its input: half a pack fails, and git removes what it has of it, as on no signal. */
export function cutOffGit(child: ChildProcess): void {
  if (hasEnded(child)) return;
  child.stdin?.destroy();
  const timer = setTimeout(() => killGit(child), cleanUpMs);
  child.once("exit", () => clearTimeout(timer));
}

/** Ends git with the helpers that it started, which would go on without it. It gets a moment to remove its locks. */
export function killGit(child: ChildProcess): void {
  if (hasEnded(child)) return;
  signalGroup(child, "SIGTERM");
  const timer = setTimeout(() => {
    if (!hasEnded(child)) signalGroup(child, "SIGKILL");
  }, cleanUpMs);
  child.once("exit", () => clearTimeout(timer));
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(child: ChildProcess, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

type RunOptions = {
  cwd?: string;
  env?: Variables;
  input?: string | Buffer;
  /** More output than this fails. */
  maxBytes?: number;
  /** git is ended once it has said so much: that is its output then. */
  enoughBytes?: number;
  /** Still running after this fails. */
  timeoutMs?: number;
  /** Gets the lines of the error output, progress included, as they come. */
  onMessage?: (line: string) => void;
};

/** As much is held of what git says, unless something else is asked for. */
export const mostOutput = 64 * 1024 * 1024;

const slots = new Slots(Math.max(4, 2 * availableParallelism()));

/** Runs git to its end and gives its output. Throws `GitError` where it fails, says too much or takes too long. */
export function runGit(args: readonly string[], options: RunOptions = {}): Promise<Buffer> {
  return inSlot(() => outputOf(args, options));
}

/** Does what makes a git process busy, once not too many of them are. */
export async function inSlot<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  const free = await slots.take();
  try {
    return await work();
  } finally {
    free?.();
  }
}

function outputOf(args: readonly string[], options: RunOptions): Promise<Buffer> {
  const { cwd, env, input, onMessage, maxBytes = mostOutput, enoughBytes, timeoutMs = 30_000 } = options;
  return new Promise((resolve, reject) => {
    const child = spawnGit(args, { cwd, env, stdio: ["pipe", "pipe", "pipe"] });
    const output: Buffer[] = [];
    let size = 0;
    let stderr = "";
    let enough = false;
    let failure: Error | undefined;
    const stop = (reason: Error) => {
      failure ??= reason;
      killGit(child);
    };
    const timer = setTimeout(() => stop(new GitTimeoutError(null, `still running after ${timeoutMs} ms`)), timeoutMs);
    child.stdout?.on("data", (chunk: Buffer) => {
      if (enough) return;
      size += chunk.length;
      if (size > maxBytes) return stop(new GitOutputError(null, `more than ${maxBytes} bytes of output`));
      output.push(chunk);
      if (enoughBytes === undefined || size < enoughBytes) return;
      enough = true;
      killGit(child);
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      const text = chunk.toString();
      if (stderr.length < 10_000) stderr += text;
      if (onMessage) for (const line of text.split(/[\r\n]+/)) if (line.trim() !== "") onMessage(line.trim());
    });
    // Not as it is: a git that is missing has the code of a database socket that is.
    child.once("error", (error) => {
      failure ??= new GitError(null, error.message);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      if (failure) reject(failure);
      else if (enough || code === 0) resolve(Buffer.concat(output));
      else reject(new GitError(code, stderr, Buffer.concat(output)));
    });
    // git may end before it has read all: that shows in its exit code.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}
