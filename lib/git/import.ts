import path from "node:path";
import { keepCommitGraph } from "./commit-graph";
import { branchNames } from "./refs";
import { GitError, runGit } from "./run";
import { repositoryPath, setHead } from "./storage";

type Imported = { mainBranch: string | null; branches: number };

/**
 * Copies branches, tags and notes of another repository into an empty one, whole histories, and takes over its main
 * branch. The source is a folder, or an http, https or file address.
 */
export async function importRepository(
  repositoryId: string,
  source: string,
  onProgress: (line: string) => void = () => undefined,
): Promise<Imported> {
  const from = sourceAddress(source);
  try {
    const head = await headOf(from);
    const refspecs = ["heads", "tags", "notes"].map((kind) => `+refs/${kind}/*:refs/${kind}/*`);
    await fetchInto(repositoryId, from, refspecs, onProgress);
    let branches = await branchNames(repositoryId);
    if (branches.length === 0 && head.exists) {
      // A checkout of a single commit, as machines make them, has no branch of its own.
      await fetchInto(repositoryId, from, ["+HEAD:refs/heads/main"], onProgress);
      branches = await branchNames(repositoryId);
    }
    const mainBranch = mainOf(branches, head.branch);
    if (mainBranch !== null) await setHead(repositoryId, mainBranch);
    await keepCommitGraph(repositoryId);
    return { mainBranch, branches: branches.length };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new GitError(error.exitCode, withoutCredentials(error.stderr));
  }
}

/** A folder becomes an absolute path; other than the three kinds of address nothing goes to git. */
export function sourceAddress(source: string): string {
  if (source === "" || /\p{Cc}/u.test(source)) throw new Error("That is no address of a repository.");
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined && !/^[a-z][a-z0-9+.-]*::/i.test(source)) return path.resolve(source);
  if (scheme === "http" || scheme === "https" || scheme === "file") return source;
  throw new Error("Give a folder, or an address that begins with https://, http:// or file://.");
}

const networkLimits = { timeoutMs: 60 * 60_000 };
const onlyTheseProtocols = { GIT_ALLOW_PROTOCOL: "file:http:https" };
// The folder may belong to somebody else; whoever runs the import may read it, which is enough.
const anyOwner = "--upload-pack=git -c safe.directory=* upload-pack";

async function headOf(from: string): Promise<{ exists: boolean; branch: string | null }> {
  const output = await runGit(["ls-remote", anyOwner, "--symref", "--", from, "HEAD"], {
    ...networkLimits,
    env: onlyTheseProtocols,
  });
  const text = output.toString();
  return {
    exists: /^[0-9a-f]{40}\tHEAD$/m.test(text),
    branch: /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(text)?.[1] ?? null,
  };
}

async function fetchInto(
  repositoryId: string,
  from: string,
  refspecs: readonly string[],
  onProgress: (line: string) => void,
): Promise<void> {
  const args = ["fetch", anyOwner, "--progress", "--no-tags", "--update-shallow", "--no-write-fetch-head", "--", from];
  await runGit([...args, ...refspecs], {
    ...networkLimits,
    env: { ...onlyTheseProtocols, GIT_DIR: repositoryPath(repositoryId) },
    onMessage: (line) => onProgress(withoutCredentials(line)),
  });
}

function mainOf(branches: readonly string[], head: string | null): string | null {
  const wanted = [head, "main", "master", branches[0]];
  return wanted.find((name): name is string => typeof name === "string" && branches.includes(name)) ?? null;
}

function withoutCredentials(text: string): string {
  return text.replace(/\/\/[^/\s@]+@/g, "//");
}
