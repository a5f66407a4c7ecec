import { z } from "zod";
import { mergeTaskOf } from "../pull-requests/merge-task";
import type { Involved, PullRequest } from "../pull-requests/pull-request";
import { PullRequestObject, presentPullRequest } from "./pull-request";
import { Link } from "./values";

export const MergeTaskObject = z
  .object({
    task_status: z.literal("SUCCESS"),
    merge_result: PullRequestObject,
    links: z.object({ self: Link }),
  })
  .meta({ id: "merge_task" });

export function presentMergeTask(
  merged: Involved<{ pullRequest: PullRequest }>,
  origin: string,
): z.infer<typeof MergeTaskObject> {
  const result = presentPullRequest(merged.pullRequest, merged, origin);
  const task = mergeTaskOf(merged.pullRequest);
  return {
    task_status: "SUCCESS",
    merge_result: result,
    links: { self: { href: `${result.links.self.href}/merge/task-status/${task}` } },
  };
}
