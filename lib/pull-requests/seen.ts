import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import type { AppError } from "../errors";
import { keepRepository } from "../repositories/hold";
import { type PullRequest, unknownPullRequest } from "./pull-request";

/** The commit that somebody has looked at: where the branch has moved on, what they say of it doesn't count. */
export const seenCommitSchema = z.string().optional();

/** What is said where they have looked at another. */
export function unseen(
  { sourceBranch, sourceCommit }: PullRequest,
  seenCommit: z.output<typeof seenCommitSchema>,
): AppError | null {
  if (seenCommit === undefined || seenCommit === sourceCommit) return null;
  return { code: "conflict", message: `${sourceBranch} was pushed to after you looked. Look again.` };
}

/** What is said where they have seen it go into another branch. */
export function redirected({ destinationBranch }: PullRequest, seenDestination: string | undefined): AppError | null {
  if (seenDestination === undefined || seenDestination === destinationBranch) return null;
  return { code: "conflict", message: `It now goes into ${destinationBranch}. Look again.` };
}

/** The same, of where the branch is until the transaction ends: pushes wait for it. */
export async function holdSeen(
  tx: Executor,
  { workspaceId, repositoryId, id, number }: PullRequest,
  seenCommit: z.output<typeof seenCommitSchema>,
): Promise<AppError | null> {
  const gone = await keepRepository(tx, { workspaceId, repositoryId });
  if (gone || seenCommit === undefined) return gone;
  const [row] = await tx
    .select()
    .from(pullRequests)
    .where(and(eq(pullRequests.workspaceId, workspaceId), eq(pullRequests.id, id)))
    .for("share");
  return row ? unseen(row, seenCommit) : unknownPullRequest(number);
}
