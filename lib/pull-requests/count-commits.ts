import { countBehind } from "../git/commits";
import { withDestination } from "./destination";
import type { PullRequest } from "./pull-request";

/** How many commits a pull request brings; null where its destination is gone. */
export async function countPullRequestCommits(pullRequest: PullRequest): Promise<number | null> {
  const { repositoryId, sourceCommit, destinationCommit } = pullRequest;
  return withDestination(pullRequest, () => countBehind(repositoryId, destinationCommit, sourceCommit));
}
