import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitApprovals } from "@/db/schema/commit-comments";
import { actorOf } from "../actors/actor";
import { findActors } from "../actors/find";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { operation } from "../operation";
import type { CommitApproval } from "./approvals";

const CommitInput = RepositoryInput.extend({ commit: z.string() });

/** Approves a commit. Once more changes nothing. */
export const approveCommit = operation({
  name: "repositories.createCommitApproval",
  scope: "repository:write",
  input: CommitInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<CommitApproval>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const actor = actorOf(caller.principal);
    const now = new Date();
    const place = { workspaceId: found.workspace.id, repositoryId: found.id, commit: commit.value };
    const [row] = await db()
      .insert(commitApprovals)
      .values({ ...place, actorKind: actor.kind, actorId: actor.id, createdAt: now })
      .onConflictDoUpdate({
        target: [commitApprovals.repositoryId, commitApprovals.commit, commitApprovals.actorId],
        set: { actorKind: actor.kind },
      })
      .returning({ approvedAt: commitApprovals.createdAt });
    const known = await findActors(found.workspace.id, [actor]);
    return ok({ known: known.get(actor.id), approvedAt: row?.approvedAt ?? now });
  },
});

/** Takes the caller's approval back. Without one there is nothing to do. */
export const unapproveCommit = operation({
  name: "repositories.deleteCommitApproval",
  scope: "repository:write",
  input: CommitInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    await db()
      .delete(commitApprovals)
      .where(
        and(
          eq(commitApprovals.workspaceId, found.workspace.id),
          eq(commitApprovals.repositoryId, found.id),
          eq(commitApprovals.commit, commit.value),
          eq(commitApprovals.actorId, actorOf(caller.principal).id),
        ),
      );
    return ok(null);
  },
});
