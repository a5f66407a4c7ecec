import { z } from "zod";
import { actorOf, gitIdentity } from "../actors/actor";
import { can, visibleTo } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { type AppError, fail, invalid, ok, type Result } from "../errors";
import { writeCommit } from "../git/write";
import { writeRefs } from "../git-access/write-refs";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { fastForward, findObstacles, mergedTree, messageFor } from "./check-merge";
import { followPush } from "./follow-push";
import { inTurn } from "./in-turn";
import { involve } from "./involve";
import { type MergeStrategy, mergeStrategies } from "./merge-strategies";
import { type Involved, longTextSchema, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";
import { redirected, seenCommitSchema, unseen } from "./seen";
import { notOpen } from "./update";

type Merged = Involved<{ pullRequest: PullRequest }>;

/**
 * Merges an open pull request, on the bare repository. Of two merges at once one comes after the other, and then finds it
 * merged; a push that comes between is a conflict.
 */
export const mergePullRequest = operation({
  name: "repositories.mergePullRequest",
  scope: "pullrequest:write",
  input: PullRequestInput.extend({
    message: longTextSchema.optional(),
    closeSourceBranch: z.boolean().optional(),
    strategy: z.enum(mergeStrategies, `Choose one of ${mergeStrategies.join(", ")}.`).default("merge_commit"),
    seenCommit: seenCommitSchema,
    /** The branch that they have seen it go into. */
    seenDestination: z.string().optional(),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Merged>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    return inTurn(known.value, async (): Promise<Result<Merged>> => {
      const pullRequest = await requirePullRequest(found, input.number);
      if (!pullRequest.ok) return pullRequest;
      const merged = await merge(caller, found, pullRequest.value, input);
      if (!merged.ok) return merged;
      const after = await requirePullRequest(found, input.number);
      if (!after.ok) return after;
      if (after.value.state !== "MERGED") {
        return fail(conflict(`${after.value.destinationBranch} was pushed to a moment ago. Look again.`));
      }
      const { closing } = merged.value;
      if (closing) await closeBranch(caller, closing, pullRequest.value);
      return ok(await involve(found, [after.value], { pullRequest: after.value }, visibleTo(caller.principal)));
    });
  },
});

type Choice = {
  message?: string;
  closeSourceBranch?: boolean;
  strategy: MergeStrategy;
  seenCommit?: string;
  seenDestination?: string;
};

/** Moves the destination. `closing`: where the source branch is to be closed once it is merged. */
async function merge(
  caller: Caller,
  repository: Repository,
  pullRequest: PullRequest,
  choice: Choice,
): Promise<Result<{ closing: Repository | null }>> {
  if (pullRequest.state !== "OPEN") return fail(notOpen(pullRequest));
  const { sourceBranch, destinationBranch, sourceCommit } = pullRequest;
  const passed = unseen(pullRequest, choice.seenCommit) ?? redirected(pullRequest, choice.seenDestination);
  if (passed) return fail(passed);
  const { from, source, destination, obstacles } = await findObstacles(caller, repository, pullRequest);
  if (from && source && source !== sourceCommit) {
    // Nobody may have heard of the push: its process was killed, or the pull request was opened meanwhile.
    await followPush(caller, from, {
      actor: actorOf(caller.principal),
      updates: [{ ref: `refs/heads/${sourceBranch}`, before: sourceCommit, after: source }],
      merging: null,
    });
  }
  const [first] = obstacles;
  if (first?.kind === "draft") return invalid("draft", first.message);
  if (first || !destination) return fail(conflict(obstacles.map(({ message }) => message).join(" ")));
  const commit = await commitOf(caller, repository, { pullRequest, destination, choice });
  if (!commit.ok) return commit;
  const ref = `refs/heads/${destinationBranch}`;
  const merging = { pullRequestId: pullRequest.id, commit: commit.value };
  const written = await writeRefs(caller, repository, [{ ref, before: destination, after: commit.value }], {
    through: "merge",
    merging,
  });
  if (!written.ok) return written;
  const closes = choice.closeSourceBranch ?? pullRequest.closeSourceBranch;
  return ok({ closing: closes ? from : null });
}

/** A branch that the caller may not delete, or that has moved since, stays: the merge has happened all the same. */
async function closeBranch(caller: Caller, source: Repository, pullRequest: PullRequest): Promise<void> {
  const { sourceBranch, sourceCommit } = pullRequest;
  if (sourceBranch === source.mainBranch || !can(caller.principal, "repository:write", source.resource)) return;
  await writeRefs(caller, source, [{ ref: `refs/heads/${sourceBranch}`, before: sourceCommit, after: null }]);
}

/** The commit that the destination is to be at. */
async function commitOf(
  caller: Caller,
  repository: Repository,
  { pullRequest, destination, choice }: { pullRequest: PullRequest; destination: string; choice: Choice },
): Promise<Result<string>> {
  if (choice.strategy === "fast_forward") {
    const forward = await fastForward(repository, pullRequest, destination);
    return "commit" in forward ? ok(forward.commit) : fail(conflict(forward.message));
  }
  const merged = await mergedTree(repository, pullRequest, destination);
  if ("kind" in merged) return fail(conflict(merged.message));
  const by = gitIdentity(caller);
  const squash = choice.strategy === "squash";
  return ok(
    await writeCommit(repository.id, {
      tree: merged.tree,
      parents: squash ? [destination] : [destination, pullRequest.sourceCommit],
      message: choice.message || (await messageFor(repository, pullRequest, squash)),
      author: by,
      committer: by,
      at: new Date(),
    }),
  );
}

function conflict(message: string): AppError {
  return { code: "conflict", message };
}
