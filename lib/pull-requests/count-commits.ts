import { countBehind } from "../git/commits";
import { resolveCommit } from "../git/resolve";
import type { PullRequest } from "./pull-request";

/** How many commits a pull request brings; null where its destination was rewritten or deleted, and git has tidied away what it was. */
export async function countPullRequestCommits({
  repositoryId,
  sourceCommit,
  destinationCommit,
}: PullRequest): Promise<number | null> {
  const isThere = (await resolveCommit(repositoryId, destinationCommit)) !== null;
  return isThere ? countBehind(repositoryId, destinationCommit, sourceCommit) : null;
}
