import { known } from "./commits";
import { mergeBase } from "./diff";
import { GitError } from "./run";
import { runInRepository } from "./storage";

/** Without files where it is folders that contradict each other: one was split, and both halves would take what is new. */
export type Merged = { tree: string } | { conflicts: string[] } | { unrelated: true };

/** The tree in which two commits are merged, or the files in which they contradict each other. Nothing is moved. */
export async function mergeTrees(repositoryId: string, ours: string, theirs: string): Promise<Merged> {
  if ((await mergeBase(repositoryId, ours, theirs)) === null) return { unrelated: true };
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", known(ours), known(theirs)];
  try {
    const [tree = ""] = partsOf(await runInRepository(repositoryId, args));
    return { tree: known(tree) };
  } catch (error) {
    // It is the code that tells of a conflict, not the list of files (git-merge-tree(1), "Exit status").
    if (!(error instanceof GitError && error.exitCode === 1)) throw error;
    const [, ...conflicts] = partsOf(error.output);
    return { conflicts: [...new Set(conflicts)] };
  }
}

function partsOf(output: Buffer): string[] {
  return output
    .toString()
    .split("\0")
    .filter((part) => part !== "");
}
