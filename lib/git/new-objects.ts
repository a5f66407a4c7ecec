import type { ChildProcess, StdioOptions } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { known } from "./commits";
import { GitError, killGit, runGit, spawnGit } from "./run";
import { repositoryPath } from "./storage";

/** What a push brings, before it is accepted: git keeps it apart until then. */
export type Incoming = {
  repositoryId: string;
  /** The hashes that refs are to have. */
  tips: readonly string[];
  /** Where git keeps its objects; empty where it brought none. */
  objectDirectory: string;
  alternates: string;
};

export type NewObject = {
  hash: string;
  type: "blob" | "tree" | "commit" | "tag";
  /** Where a blob or a tree lies in one of the commits; empty for the others, and for a root. */
  path: string;
};

/** A piece of an object's content; `last` with its end. */
export type Piece = { object: NewObject; bytes: Buffer; last: boolean };

/**
 * Reads all that can be reached from the tips and from no ref yet, piece by piece: however large an object is, little of
 * it is in memory. Ends with the signal. Throws `GitError` where git couldn't read it all.
 */
export async function* readNewObjects(incoming: Incoming, signal: AbortSignal): AsyncGenerator<Piece> {
  signal.throwIfAborted();
  const env = environmentOf(incoming);
  const list = spawnGit(["rev-list", "--objects", "--stdin", "--not", "--all"], { env, stdio });
  const read = spawnGit(["cat-file", "--buffer", `--batch=${headerFormat}`], { env, stdio });
  const stop = () => {
    killGit(list);
    killGit(read);
  };
  signal.addEventListener("abort", stop, { once: true });
  const [listed, done] = [exitOf(list), exitOf(read)];
  // A git that ended early takes no more: its exit code tells.
  for (const stream of [list.stdin, read.stdin]) stream?.on("error", () => undefined);
  list.stdin?.end(incoming.tips.map((tip) => `${tip}\n`).join(""));
  if (read.stdin) list.stdout?.pipe(read.stdin);
  try {
    yield* piecesOf(read.stdout);
    // In this order: the first waits for ever where the second no longer reads what it lists.
    const failed = (await done) !== 0 || (await listed) !== 0;
    signal.throwIfAborted();
    if (failed) throw new GitError(null, "what a push brings couldn't be read");
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

const stdio: StdioOptions = ["pipe", "pipe", "ignore"];

/** The first of the new commits in which the object appears, or null. */
export async function findIntroduction(incoming: Incoming, hash: string): Promise<string | null> {
  const args = ["log", "--format=%H", "--reverse", "-m", `--find-object=${hash}`, ...incoming.tips, "--not", "--all"];
  const output = await runGit(args, { env: environmentOf(incoming) });
  return output.toString().split("\n", 1)[0] || null;
}

/** Whether a branch would lose commits by moving so. */
export async function isForced(incoming: Incoming, before: string, after: string): Promise<boolean> {
  try {
    await runGit(["merge-base", "--is-ancestor", known(before), known(after)], { env: environmentOf(incoming) });
    return false;
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return true;
    throw error;
  }
}

function environmentOf({ repositoryId, objectDirectory, alternates }: Incoming): Record<string, string> {
  const repository = { GIT_DIR: repositoryPath(repositoryId) };
  if (objectDirectory === "") return repository;
  return { ...repository, GIT_OBJECT_DIRECTORY: objectDirectory, GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates };
}

const headerFormat = "%(objectname) %(objecttype) %(objectsize) %(rest)";

/** The output of `cat-file --batch`: for each object a header, its content, and a line feed. */
async function* piecesOf(output: Readable | null): AsyncGenerator<Piece> {
  let header: Buffer[] = [];
  let current: { object: NewObject; left: number } | null = null;
  let skipLineFeed = false;
  for await (const chunk of output ?? []) {
    let rest: Buffer = chunk;
    while (rest.length > 0) {
      if (current) {
        const bytes = rest.subarray(0, current.left);
        rest = rest.subarray(bytes.length);
        current.left -= bytes.length;
        const last = current.left === 0;
        yield { object: current.object, bytes, last };
        if (last) current = null;
        skipLineFeed = last;
      } else if (skipLineFeed) {
        rest = rest.subarray(1);
        skipLineFeed = false;
      } else {
        const end = rest.indexOf(0x0a);
        header.push(end < 0 ? rest : rest.subarray(0, end));
        rest = end < 0 ? rest.subarray(rest.length) : rest.subarray(end + 1);
        if (end < 0) continue;
        current = parseHeader(Buffer.concat(header).toString());
        header = [];
        if (current.left > 0) continue;
        yield { object: current.object, bytes: Buffer.alloc(0), last: true };
        current = null;
        skipLineFeed = true;
      }
    }
  }
}

function parseHeader(line: string): { object: NewObject; left: number } {
  const [, hash, type, size, path] = /^([0-9a-f]{40,64}) (blob|tree|commit|tag) (\d+) (.*)$/s.exec(line) ?? [];
  if (hash === undefined || path === undefined) throw new GitError(null, `an object can't be read: ${line}`);
  return { object: { hash, type: type as NewObject["type"], path }, left: Number(size) };
}

/** Its exit code; null where it was ended, or never started. */
function exitOf(child: ChildProcess): Promise<number | null> {
  return once(child, "exit").then(
    ([code]) => (typeof code === "number" ? code : null),
    () => null,
  );
}
