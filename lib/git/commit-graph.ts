import { runInRepository } from "./storage";

/**
 * Has git write down the graph of the commits, once a hundred of them lack in it. Without it a page deep in a long history
 * reads each commit before it: 50,000 deep that is four times the work and twice the memory.
 */
export async function keepCommitGraph(repositoryId: string): Promise<void> {
  await runInRepository(repositoryId, ["maintenance", "run", "--auto", "--quiet", "--task=commit-graph"], {
    // Ended in the middle it would leave a lock behind.
    timeoutMs: 60 * 60_000,
  });
}
