import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { commitApprovals } from "@/db/schema/commit-comments";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import type { Repository } from "../repositories/find";

/** Who approved a commit, and when. */
export type CommitApproval = { known: KnownAuthor | undefined; approvedAt: Date };

/** The approvals of the commit of that full hash, the oldest first. */
export async function approvalsOf({ workspace, id }: Repository, commit: string): Promise<CommitApproval[]> {
  const rows = await db()
    .select()
    .from(commitApprovals)
    .where(
      and(
        eq(commitApprovals.workspaceId, workspace.id),
        eq(commitApprovals.repositoryId, id),
        eq(commitApprovals.commit, commit),
      ),
    )
    .orderBy(asc(commitApprovals.createdAt));
  const actors = rows.map(({ actorKind, actorId }) => ({ kind: actorKind, id: actorId }));
  const known = await findActors(workspace.id, actors);
  return rows.map(({ actorId, createdAt }) => ({ known: known.get(actorId), approvedAt: createdAt }));
}
