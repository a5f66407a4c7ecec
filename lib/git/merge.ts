import { known } from "./commits";
import { runInRepository } from "./storage";

export type Merged = { tree: string } | { conflicts: string[] };

/** The tree in which two commits are merged, or the files in which they contradict each other. Nothing is moved. */
export async function mergeTrees(repositoryId: string, ours: string, theirs: string): Promise<Merged> {
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "-z", known(ours), known(theirs)];
  // 1: there are conflicts.
  const output = await runInRepository(repositoryId, args, { goodCodes: [1] });
  const [tree = "", ...conflicts] = output
    .toString()
    .split("\0")
    .filter((part) => part !== "");
  return conflicts.length > 0 ? { conflicts: [...new Set(conflicts)] } : { tree: known(tree) };
}
