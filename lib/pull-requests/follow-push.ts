import { and, eq, ne, or } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequests } from "@/db/schema/pull-requests";
import type { Actor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { resetReviews } from "../branch-restrictions/reset-reviews";
import { restrictionsOn } from "../branch-restrictions/restriction";
import { isAncestor } from "../git/diff";
import { findMerged, keepSource } from "../git/pull-request-refs";
import { resolveCommit } from "../git/resolve";
import { GitBusyError, GitError } from "../git/run";
import { braced } from "../ids";
import { log } from "../log";
import type { NotedPush } from "../pushes/note";
import { findRepository, type Repository } from "../repositories/find";
import { recordActivity } from "./activity";
import { keepDestination } from "./destination";
import { emitPullRequest } from "./emit";
import type { PullRequest } from "./pull-request";
import { bringSource } from "./source";
import { isOpen } from "./update";

/** A pull request that is being merged, and by what. A squash leaves nothing in the history that would tell. */
export type Merging = { pullRequestId: string; commit: string };

/**
 * Lets open pull requests follow the branches that have moved: their commits, and whether they are merged by now. A branch
 * that is gone leaves its pull request open, with the commits that it had, and where it was to go.
 */
export async function followPush(
  caller: Caller,
  repository: Repository,
  { actor, updates, merging }: Omit<NotedPush, "id">,
): Promise<void> {
  const branches = updates.flatMap(({ ref, before, after }) => {
    const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1];
    return branch === undefined ? [] : [{ branch, before, after }];
  });
  const moved = branches.filter(({ after }) => !isNone(after));
  for (const { branch } of branches.filter(({ after }) => isNone(after))) {
    for (const pullRequest of await openOn(repository, branch)) {
      if (isInto(pullRequest, repository, branch)) await keepDestination(pullRequest);
    }
  }
  // One push may bring both ends. What is merged is seen by where the sources are then.
  for (const { branch, after } of moved) {
    for (const pullRequest of (await openOn(repository, branch)).filter((one) => isFrom(one, repository, branch))) {
      const destination = await destinationOf(repository, pullRequest);
      // Whoever has pushed since is followed by themselves.
      if (!destination || !(await bringNow(destination, repository, branch, after))) continue;
      await keepSource(destination.id, pullRequest.number, after);
      await moveSource(actor, destination, pullRequest, after);
    }
  }
  for (const { branch, before, after } of moved) {
    const into = (await openOn(repository, branch)).filter((one) => isInto(one, repository, branch));
    if (into.length === 0) continue;
    const merged = await mergedBetween(repository, before, after);
    for (const pullRequest of into) {
      // It was noted before the branch moved: it may never have, or have gone elsewhere since.
      if (merging?.pullRequestId === pullRequest.id && (await isAncestor(repository.id, merging.commit, after)))
        await markMerged(caller, actor, repository, pullRequest, merging.commit);
      else if (merged.has(pullRequest.number)) await markMerged(caller, actor, repository, pullRequest, after);
      else await moveDestination(pullRequest, after);
    }
  }
}

const notFetched = "the commits of a fork's pull request can't be fetched";

/** The push is done: where its commits can't be fetched for one pull request, the rest goes on. Its merge looks again. */
async function bringNow(destination: Repository, source: Repository, branch: string, commit: string): Promise<boolean> {
  try {
    const brought = await bringSource(destination, source, branch, commit);
    if (!brought.ok) log.warn({ repository: destination.id, commit, problem: brought.error }, notFetched);
    return brought.ok;
  } catch (error) {
    if (!(error instanceof GitError || error instanceof GitBusyError)) throw error;
    log.error({ repository: destination.id, commit, error }, notFetched);
    return false;
  }
}

/** The numbers of those whose commits came in: what was there before, as that of a branch that was set back, isn't merged. */
async function mergedBetween({ id }: Repository, before: string, after: string): Promise<Set<number>> {
  const merged = await findMerged(id, after);
  const isKnown = merged.size > 0 && (await resolveCommit(id, before)) !== null;
  const earlier = isKnown ? await findMerged(id, before) : new Set<number>();
  return new Set([...merged].filter((number) => !earlier.has(number)));
}

function isNone(hash: string): boolean {
  return /^0+$/.test(hash);
}

function isFrom(pullRequest: PullRequest, { id }: Repository, branch: string): boolean {
  return pullRequest.sourceRepositoryId === id && pullRequest.sourceBranch === branch;
}

function isInto(pullRequest: PullRequest, { id }: Repository, branch: string): boolean {
  return pullRequest.repositoryId === id && pullRequest.destinationBranch === branch;
}

/** Where a pull request is to be merged; null where that was deleted a moment ago. */
async function destinationOf(source: Repository, { repositoryId }: PullRequest): Promise<Repository | null> {
  if (repositoryId === source.id) return source;
  return findRepository(braced(source.workspace.id), braced(repositoryId));
}

function openOn(repository: Repository, branch: string): Promise<PullRequest[]> {
  return db()
    .select()
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.workspaceId, repository.workspace.id),
        eq(pullRequests.state, "OPEN"),
        or(
          and(eq(pullRequests.sourceRepositoryId, repository.id), eq(pullRequests.sourceBranch, branch)),
          and(eq(pullRequests.repositoryId, repository.id), eq(pullRequests.destinationBranch, branch)),
        ),
      ),
    );
}

async function moveSource(
  actor: Actor,
  repository: Repository,
  pullRequest: PullRequest,
  sourceCommit: string,
): Promise<void> {
  const restrictions = await restrictionsOn(repository, pullRequest.destinationBranch);
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(pullRequests)
      .set({ sourceCommit, updatedAt: new Date() })
      // It may have heard of the push already.
      .where(and(isOpen(pullRequest), ne(pullRequests.sourceCommit, sourceCommit)))
      .returning();
    if (!row) return;
    await resetReviews(tx, row, restrictions);
    await recordActivity(tx, row, actor, { kind: "update" });
    await emitPullRequest(tx, actor, repository, row, "pullrequest:push");
    await emitPullRequest(tx, actor, repository, row, "pullrequest:updated");
  });
}

async function moveDestination(pullRequest: PullRequest, destinationCommit: string): Promise<void> {
  await db().update(pullRequests).set({ destinationCommit }).where(isOpen(pullRequest));
}

async function markMerged(
  caller: Caller,
  actor: Actor,
  repository: Repository,
  pullRequest: PullRequest,
  mergeCommit: string,
): Promise<void> {
  const now = new Date();
  await db().transaction(async (tx) => {
    const [row] = await tx
      .update(pullRequests)
      .set({
        state: "MERGED",
        mergeCommit,
        closedByKind: actor.kind,
        closedById: actor.id,
        closedAt: now,
        updatedAt: now,
      })
      .where(isOpen(pullRequest))
      .returning();
    if (!row) return;
    await keepDestination(row);
    await recordActivity(tx, row, actor, { kind: "update" });
    await emitPullRequest(tx, actor, repository, row, "pullrequest:fulfilled");
    const { number, title: name, destinationBranch: destination } = row;
    await recordAudit(tx, caller, {
      action: "pull_request.merged",
      resource: repository.resource,
      details: { number, name, destination, commit: mergeCommit.slice(0, 12) },
    });
  });
}
