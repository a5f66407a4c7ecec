import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { repositoryCounters } from "@/db/schema/repository-counters";
import type { Repository } from "./find";

/**
 * The next number in the repository for a pull request, a pipeline, or what else has one: comments, tasks, restrictions.
 * Others wait for theirs until the transaction ends, so that numbers follow each other without a gap.
 */
export async function takeNumber(
  tx: Executor,
  repository: Repository,
  kind: "pull_request" | "pipeline" | "item",
): Promise<number> {
  const [taken] = await tx
    .insert(repositoryCounters)
    .values({ workspaceId: repository.workspace.id, repositoryId: repository.id, kind, last: 1 })
    .onConflictDoUpdate({
      target: [repositoryCounters.repositoryId, repositoryCounters.kind],
      set: { last: sql`${repositoryCounters.last} + 1` },
    })
    .returning({ last: repositoryCounters.last });
  if (!taken) throw new Error("A counter gave no number.");
  return taken.last;
}
