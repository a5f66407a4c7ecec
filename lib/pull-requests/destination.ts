import { mergeBase, type Range } from "../git/diff";
import { hasCommit } from "../git/has-commit";
import { keepDestination as keep } from "../git/pull-request-refs";
import { GitError } from "../git/run";
import type { PullRequest } from "./pull-request";

type Destination = Pick<PullRequest, "repositoryId" | "number" | "destinationCommit">;

/**
 * Keeps where it was to be merged from being tidied away. Needed once it is closed, or that branch is deleted: an open one
 * is where its branch is.
 */
export async function keepDestination(pullRequest: Destination): Promise<void> {
  const { repositoryId, number, destinationCommit } = pullRequest;
  await withDestination(pullRequest, () => keep(repositoryId, number, destinationCommit));
}

/** What a pull request changes: what the destination got meanwhile is no part of it. Null where that is gone. */
export async function comparisonOf(pullRequest: PullRequest): Promise<(Range & { from: string }) | null> {
  const { repositoryId, sourceCommit, destinationCommit } = pullRequest;
  return withDestination(pullRequest, async () => ({
    from: (await mergeBase(repositoryId, destinationCommit, sourceCommit)) ?? destinationCommit,
    to: sourceCommit,
  }));
}

/**
 * What git tells of a pull request with where it was to be merged; null where that is gone: its branch was rewritten or
 * deleted before it was kept, and git has tidied away what it was.
 */
export async function withDestination<Told>(
  { repositoryId, destinationCommit }: Destination,
  ask: () => Promise<Told>,
): Promise<Told | null> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof GitError) || (await hasCommit(repositoryId, destinationCommit))) throw error;
    return null;
  }
}
