import { z } from "zod";
import { visibleTo } from "../authorization/can";
import { fail, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { involve } from "./involve";
import { type Involved, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

/** A pull request is merged once: the task is called as it is. */
export function mergeTaskOf({ number }: PullRequest): string {
  return String(number);
}

/** How a merge went that was asked for to be done meanwhile. It is done before its task is named, so there is no other answer. */
export const getMergeTask = operation({
  name: "repositories.getMergeTaskStatusForPullRequest",
  scope: "pullrequest",
  input: PullRequestInput.extend({ task: z.string() }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    const pullRequest = known.value;
    if (pullRequest.state !== "MERGED" || input.task !== mergeTaskOf(pullRequest)) {
      return fail({ code: "not_found", what: "other", name: `Merge task “${input.task}”` });
    }
    return ok(await involve(found, [pullRequest], { pullRequest }, visibleTo(caller.principal)));
  },
});
