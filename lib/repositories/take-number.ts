import { and, eq, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { repositoryCounters } from "@/db/schema/repository-counters";
import type { Repository } from "./find";

/**
 * The next number in the repository for a pull request, a pipeline, or what else has one: comments, tasks, restrictions.
 * Others wait for theirs until the transaction ends, so that numbers follow each other without a gap. So does a deletion of
 * the repository: it is held before its counter is, as a deletion does (see `keepRepository`).
 */
export async function takeNumber(
  tx: Executor,
  repository: Repository,
  kind: "pull_request" | "pipeline" | "item",
): Promise<number> {
  const [taken] = await tx
    .insert(repositoryCounters)
    .select(
      tx
        .select({
          workspaceId: repositories.workspaceId,
          repositoryId: repositories.id,
          kind: sql`${kind}`.as("kind"),
          last: sql`1`.as("last"),
        })
        .from(repositories)
        .where(and(eq(repositories.workspaceId, repository.workspace.id), eq(repositories.id, repository.id)))
        .for("key share"),
    )
    .onConflictDoUpdate({
      target: [repositoryCounters.repositoryId, repositoryCounters.kind],
      set: { last: sql`${repositoryCounters.last} + 1` },
    })
    .returning({ last: repositoryCounters.last });
  if (!taken) throw new Error("A counter gave no number.");
  return taken.last;
}
