import { mkdir, opendir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { unbraced } from "../ids";
import { known } from "./commits";
import { GitBusyError, runGit } from "./run";
import { Slots } from "./slots";
import { diskSizeOf } from "./source";
import { deleteBareRepository, initBare, repositoriesFolder, repositoryPath, runInRepository } from "./storage";

/** Each reads and writes as fast as the disk does. */
const copies = new Slots(2);
const longestWaitMs = 5_000;
const longestCopyMs = 120_000;

/** Reads a repository of ours as git reads any other. Its folder may belong to another user than this process. */
const fromOurs = {
  args: [
    "--upload-pack=git -c safe.directory=* upload-pack",
    "--quiet",
    "--no-tags",
    "--no-write-fetch-head",
    // It would tidy up in the background, in a folder that is about to be moved.
    "--no-auto-maintenance",
  ],
  env: { GIT_ALLOW_PROTOCOL: "file" },
} as const;

/**
 * Copies the branches and tags of a repository, and what they lead to, for a new one whose objects are all its own. The copy
 * is apart from all repositories until it is put in its place, or discarded. Gives its size.
 */
export async function copyRepository(fromId: string, toId: string, mainBranch: string): Promise<number> {
  return inTurn(async () => {
    const copy = copyIn(toId);
    await initBare(copy, mainBranch);
    const refs = ["heads", "tags"].map((kind) => `+refs/${kind}/*:refs/${kind}/*`);
    const args = ["fetch", ...fromOurs.args, "--update-shallow", "--", repositoryPath(fromId), ...refs];
    await runGit(args, { env: { ...fromOurs.env, GIT_DIR: copy }, timeoutMs: longestCopyMs });
    return await diskSizeOf(copy);
  });
}

/** Brings a commit of another repository, with all that it leads to, into this one. Nothing here names it yet. */
export async function bringCommit(repositoryId: string, fromId: string, commit: string): Promise<void> {
  const args = ["fetch", ...fromOurs.args, "--", repositoryPath(fromId), known(commit)];
  await inTurn(() => runInRepository(repositoryId, args, { env: fromOurs.env, timeoutMs: longestCopyMs }));
}

/** Makes the copy the repository's storage. To be done before its row is there to be found, and not after. */
export async function placeCopy(repositoryId: string): Promise<void> {
  await rename(copyIn(repositoryId), repositoryPath(repositoryId));
}

/** Takes away what is left of making a copy; all of it, unless its repository exists. */
export async function finishCopy(repositoryId: string, exists: boolean): Promise<void> {
  if (!exists) await deleteBareRepository(repositoryId);
  await rm(workplace(repositoryId), { recursive: true, force: true });
}

/** The ids of the repositories whose copies were begun before then and never finished: who made them was killed. */
export async function listUnfinishedCopies(before: Date): Promise<string[]> {
  return idsOf(".new", before);
}

/** Removes the folders of deleted repositories that were left behind by who was removing them then. */
export async function removeDeletedFolders(before: Date): Promise<void> {
  for (const id of await idsOf(".deleted", before)) {
    await rm(`${repositoryPath(id)}.deleted`, { recursive: true, force: true });
  }
}

/** Throws `GitBusyError` where others take too long. */
async function inTurn<Copied>(copy: () => Promise<Copied>): Promise<Copied> {
  const free = await copies.take(longestWaitMs);
  if (!free) throw new GitBusyError("Too many repositories are being copied at once.");
  try {
    return await copy();
  } finally {
    free();
  }
}

/** It stays until the repository's row is there for good: so it also tells of one that has its place, and no row. */
function workplace(repositoryId: string): string {
  return `${repositoryPath(repositoryId)}.new`;
}

function copyIn(repositoryId: string): string {
  return path.join(workplace(repositoryId), "copy");
}

async function idsOf(ending: ".new" | ".deleted", before: Date): Promise<string[]> {
  const ids: string[] = [];
  await mkdir(repositoriesFolder(), { recursive: true });
  for await (const { name } of await opendir(repositoriesFolder())) {
    const id = unbraced(`{${name.slice(0, 36)}}`);
    if (id === null || name.slice(36) !== `.git${ending}`) continue;
    const found = await stat(path.join(repositoriesFolder(), name)).catch(() => null);
    if (found && found.mtime < before) ids.push(id);
  }
  return ids;
}
