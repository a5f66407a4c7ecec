import { and, count, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { commitStatuses } from "@/db/schema/commit-statuses";
import { pullRequestComments, pullRequestTasks } from "@/db/schema/pull-requests";
import type { Caller } from "../authorization/principal";
import { readEffectiveReviewers } from "../default-reviewers/reviewers";
import { countBehind } from "../git/commits";
import { type Participant, type PullRequest, participantsOf } from "../pull-requests/pull-request";
import type { Repository } from "../repositories/find";
import { type BranchRestriction, binding, restrictionsOn } from "./restriction";

/** What stands in the way of merging a pull request into where its destination is now, all of it, in sentences. */
export async function mergeProblems(
  caller: Caller,
  repository: Repository,
  pullRequest: PullRequest,
  destination: string | null,
): Promise<string[]> {
  const held = await restrictionsOn(repository, pullRequest.destinationBranch);
  if (held.length === 0) return [];
  const participants = (await participantsOf(pullRequest.workspaceId, [pullRequest.id])).get(pullRequest.id) ?? [];
  const problems: string[] = [];
  if (binding(held, "restrict_merges", caller.principal).length > 0) {
    problems.push(`You may not merge into ${pullRequest.destinationBranch}.`);
  }
  for (const restriction of held) {
    const problem = await problemOf(restriction, repository, pullRequest, { participants, destination });
    if (problem !== null) problems.push(problem);
  }
  return problems;
}

async function problemOf(
  { kind, value }: BranchRestriction,
  repository: Repository,
  pullRequest: PullRequest,
  { participants, destination }: { participants: readonly Participant[]; destination: string | null },
): Promise<string | null> {
  const wanted = value ?? 0;
  // Whoever asks for a merge doesn't approve it.
  const approving = participants.filter(
    ({ state, actorId }) => state === "approved" && actorId !== pullRequest.authorId,
  );
  switch (kind) {
    case "require_approvals_to_merge":
      return approving.length >= wanted
        ? null
        : `It takes ${counted(wanted, "approval")}, and has ${approving.length}.`;
    case "require_default_reviewer_approvals_to_merge": {
      const reviewers = await readEffectiveReviewers(repository);
      const given = approving.filter(({ actorId }) => reviewers.some(({ id }) => id === actorId)).length;
      return given >= wanted ? null : `It takes ${counted(wanted, "approval")} of default reviewers, and has ${given}.`;
    }
    case "require_no_changes_requested":
      return participants.some(({ state }) => state === "changes_requested") ? "Changes were requested." : null;
    case "require_tasks_to_be_completed": {
      const open = await openTasks(pullRequest);
      return open === 0 ? null : `${open} of its tasks ${open === 1 ? "is" : "are"} still to be done.`;
    }
    case "require_all_comments_resolved": {
      const open = await openComments(pullRequest);
      return open === 0 ? null : `${open} of its comments ${open === 1 ? "isn’t" : "aren’t"} resolved.`;
    }
    case "require_passing_builds_to_merge":
      return buildProblem(pullRequest, wanted);
    case "require_commits_behind": {
      if (!destination) return null;
      const behind = await countBehind(repository.id, pullRequest.sourceCommit, destination);
      return behind <= wanted
        ? null
        : `It is ${counted(behind, "commit")} behind ${pullRequest.destinationBranch}; ${wanted} are allowed.`;
    }
    default:
      return null;
  }
}

async function openTasks({ workspaceId, id }: PullRequest): Promise<number> {
  const [row] = await db()
    .select({ total: count() })
    .from(pullRequestTasks)
    .where(
      and(
        eq(pullRequestTasks.workspaceId, workspaceId),
        eq(pullRequestTasks.pullRequestId, id),
        isNull(pullRequestTasks.resolvedAt),
      ),
    );
  return row?.total ?? 0;
}

async function openComments({ workspaceId, id }: PullRequest): Promise<number> {
  const [row] = await db()
    .select({ total: count() })
    .from(pullRequestComments)
    .where(
      and(
        eq(pullRequestComments.workspaceId, workspaceId),
        eq(pullRequestComments.pullRequestId, id),
        isNull(pullRequestComments.parent),
        isNull(pullRequestComments.deletedAt),
        isNull(pullRequestComments.resolvedAt),
      ),
    );
  return row?.total ?? 0;
}

const buildWords = {
  SUCCESSFUL: "was successful",
  FAILED: "failed",
  INPROGRESS: "is still running",
  STOPPED: "was stopped",
};

async function buildProblem(
  { workspaceId, repositoryId, sourceCommit }: PullRequest,
  wanted: number,
): Promise<string | null> {
  const builds = await db()
    .select({ key: commitStatuses.key, state: commitStatuses.state })
    .from(commitStatuses)
    .where(
      and(
        eq(commitStatuses.workspaceId, workspaceId),
        eq(commitStatuses.repositoryId, repositoryId),
        eq(commitStatuses.commit, sourceCommit),
      ),
    );
  const unfinished = builds.find(({ state }) => state !== "SUCCESSFUL");
  if (unfinished) return `The build ${unfinished.key} ${buildWords[unfinished.state]}.`;
  return builds.length >= wanted ? null : `It takes ${counted(wanted, "successful build")}, and has ${builds.length}.`;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
