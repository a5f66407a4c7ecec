import { appendFile, mkdir, rename, rm } from "node:fs/promises";
import path from "node:path";
import { env } from "../env";
import { runGit } from "./run";

/**
 * Where a repository's bare git folder is: by id, never by name. A rename moves nothing, and no text of a request ever
 * becomes a path.
 */
export function repositoryPath(repositoryId: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(repositoryId)) throw new Error("That is no repository id.");
  return path.join(repositoriesFolder(), `${repositoryId}.git`);
}

export function repositoriesFolder(): string {
  return path.join(env.dataDir, "git");
}

/** Beneath it lie refs of our own, which clients neither see nor move. */
export const ownRefs = "refs/pull-requests";

/** Runs git in the repository's folder. */
export function runInRepository(
  repositoryId: string,
  args: readonly string[],
  options: Omit<Parameters<typeof runGit>[1] & object, "cwd"> = {},
): Promise<Buffer> {
  return runGit(args, { ...options, env: { ...options.env, GIT_DIR: repositoryPath(repositoryId) } });
}

/** Makes an empty bare repository whose HEAD names the main branch. */
export async function createBareRepository(repositoryId: string, mainBranch: string): Promise<void> {
  await initBare(repositoryPath(repositoryId), mainBranch);
}

/** The same in any folder, for what is made apart. */
export async function initBare(folder: string, mainBranch: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await runGit(["init", "--quiet", "--bare", "--template=", `--initial-branch=${mainBranch}`, "--", folder]);
  await appendFile(path.join(folder, "config"), settings);
}

/** Removes the folder: first out of the way, so that nothing opens it half removed. */
export async function deleteBareRepository(repositoryId: string): Promise<void> {
  const folder = repositoryPath(repositoryId);
  const away = `${folder}.deleted`;
  try {
    await rename(folder, away);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  await rm(away, { recursive: true, force: true });
}

export async function setHead(repositoryId: string, branch: string): Promise<void> {
  await runInRepository(repositoryId, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
}

/** Kept in the repository itself: partial clones, checked pushes, a log of who moved which branch, quiet housekeeping. */
const settings = `[uploadpack]
	allowFilter = true
	allowReachableSHA1InWant = true
[receive]
	fsckObjects = true
[core]
	logAllRefUpdates = true
[gc]
	auto = 6700
	autoDetach = true
`;
