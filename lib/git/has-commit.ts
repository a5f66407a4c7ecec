import { known } from "./commits";
import { GitError } from "./run";
import { runInRepository } from "./storage";

/** Whether a commit is there by now, asked of a new git: one that stays may still read what has been tidied away. */
export async function hasCommit(repositoryId: string, commit: string): Promise<boolean> {
  try {
    await runInRepository(repositoryId, ["cat-file", "-e", known(commit)]);
    return true;
  } catch (error) {
    if (error instanceof GitError && error.exitCode === 1) return false;
    throw error;
  }
}
