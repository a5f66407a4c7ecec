import type { Caller } from "../authorization/principal";
import { mergeProblems } from "../branch-restrictions/check-merge";
import { fail, ok, type Result } from "../errors";
import { getCommit } from "../git/commits";
import { isAncestor } from "../git/diff";
import { mergeTrees } from "../git/merge";
import { refTarget } from "../git/ref-targets";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import type { MergeStrategy } from "./merge-strategies";
import { type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";
import { sourceOf } from "./source";
import { notOpen } from "./update";

/** What is in the way of a merge, in a sentence. */
export type Obstacle = { kind: "draft" | "gone" | "pushed" | "restricted" | "contradicts" | "behind"; message: string };

type MergeCheck = {
  /** What is in the way whichever way it is merged. */
  obstacles: Obstacle[];
  /** Each way to merge, with what is in its own way and the message that its commit would have. */
  strategies: { strategy: MergeStrategy; obstacle: Obstacle | null; message: string | null }[];
};

/** What a merge would meet now, asked without merging. */
export const checkMerge = operation({
  name: "pull_requests.check_merge",
  scope: "pullrequest",
  input: PullRequestInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<MergeCheck>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    const pullRequest = known.value;
    if (pullRequest.state !== "OPEN") return fail(notOpen(pullRequest));
    const { source, destination, obstacles } = await findObstacles(caller, found, pullRequest);
    if (!source || !destination) return ok({ obstacles, strategies: [] });
    const tree = await mergedTree(found, pullRequest, destination);
    const forward = await fastForward(found, pullRequest, destination);
    return ok({
      // Neither a merge commit nor a squash can hold both sides of a contradiction.
      obstacles: "kind" in tree ? [...obstacles, tree] : obstacles,
      strategies: [
        { strategy: "merge_commit", obstacle: null, message: await messageFor(found, pullRequest, false) },
        { strategy: "squash", obstacle: null, message: await messageFor(found, pullRequest, true) },
        { strategy: "fast_forward", obstacle: "kind" in forward ? forward : null, message: null },
      ],
    });
  },
});

/** Where it comes from, where both branches are now, and all that is in the way of any merge but what the branches hold. */
export async function findObstacles(
  caller: Caller,
  repository: Repository,
  pullRequest: PullRequest,
): Promise<{ from: Repository | null; source: string | null; destination: string | null; obstacles: Obstacle[] }> {
  const { draft, sourceBranch, destinationBranch, sourceCommit } = pullRequest;
  const from = await sourceOf(repository, pullRequest);
  const source = from && (await refTarget(from.id, `refs/heads/${sourceBranch}`));
  const destination = await refTarget(repository.id, `refs/heads/${destinationBranch}`);
  const obstacles: Obstacle[] = [];
  if (draft) obstacles.push({ kind: "draft", message: "A draft can’t be merged. Mark it as ready first." });
  if (!from) obstacles.push({ kind: "gone", message: "The repository that it comes from is gone." });
  else if (!source) obstacles.push({ kind: "gone", message: `The branch ${sourceBranch} is gone.` });
  if (!destination) obstacles.push({ kind: "gone", message: `The branch ${destinationBranch} is gone.` });
  if (source && source !== sourceCommit) {
    obstacles.push({ kind: "pushed", message: `${sourceBranch} was pushed to a moment ago. Look again.` });
  }
  for (const message of await mergeProblems(caller, repository, pullRequest, destination)) {
    obstacles.push({ kind: "restricted", message });
  }
  return { from, source, destination, obstacles };
}

/** The tree that holds both sides, or where they contradict each other. */
export async function mergedTree(
  repository: Repository,
  { sourceCommit, sourceBranch, destinationBranch }: PullRequest,
  destination: string,
): Promise<{ tree: string } | Obstacle> {
  const merged = await mergeTrees(repository.id, destination, sourceCommit);
  if ("tree" in merged) return merged;
  const both = `${sourceBranch} and ${destinationBranch}`;
  if ("unrelated" in merged) return { kind: "contradicts", message: `${both} have no commit in common.` };
  const named = merged.conflicts.slice(0, 20).join(", ") || "how they rename a folder";
  return { kind: "contradicts", message: `${both} contradict each other in ${named}.` };
}

/** The commit that the destination can move forward to, or why it can't. */
export async function fastForward(
  repository: Repository,
  { sourceCommit, sourceBranch, destinationBranch }: PullRequest,
  destination: string,
): Promise<{ commit: string } | Obstacle> {
  if (await isAncestor(repository.id, destination, sourceCommit)) return { commit: sourceCommit };
  const message = `${destinationBranch} has commits that ${sourceBranch} lacks: it can’t be moved forward.`;
  return { kind: "behind", message };
}

/** The message of a merge's commit where whoever merges gives none. */
export async function messageFor(repository: Repository, pullRequest: PullRequest, squash: boolean): Promise<string> {
  const { title, number, sourceBranch, sourceCommit } = pullRequest;
  if (!squash) return `Merged in ${sourceBranch} (pull request #${number})\n\n${title}`;
  const last = await getCommit(repository.id, sourceCommit);
  return `${title} (pull request #${number})\n\n${last?.message.trim() ?? ""}`.trim();
}
