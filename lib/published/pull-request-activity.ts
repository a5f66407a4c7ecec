import { z } from "zod";
import type { KnownAuthor } from "../access-tokens/authors";
import type { ActivityItem } from "../pull-requests/list-activity";
import type { Repository } from "../repositories/find";
import { AccountObject, presentActor } from "./account";
import { CondensedPullRequestObject, condensedPullRequest } from "./pull-request";
import { PullRequestCommentObject, presentPullRequestComment } from "./pull-request-comment";
import { Timestamp, timestamp } from "./values";

const Said = z.object({
  date: Timestamp,
  user: AccountObject.nullable(),
  pullrequest: CondensedPullRequestObject,
});

const CommitNamed = z.object({ commit: z.object({ type: z.literal("commit"), hash: z.string() }) });

/** One of the four, beside the pull request that it is about. */
export const ActivityObject = z
  .object({
    pull_request: CondensedPullRequestObject,
    update: z
      .object({
        state: z.string(),
        title: z.string(),
        description: z.string(),
        reason: z.string(),
        draft: z.boolean(),
        date: Timestamp,
        author: AccountObject.nullable(),
        source: CommitNamed.extend({ branch: z.object({ name: z.string() }) }),
        destination: CommitNamed.extend({ branch: z.object({ name: z.string() }) }),
      })
      .optional(),
    approval: Said.optional(),
    changes_requested: Said.optional(),
    comment: PullRequestCommentObject.optional(),
  })
  .meta({ id: "pullrequest_activity" });

export function presentActivity(
  { activity, pullRequest, comment }: ActivityItem,
  { repository, people }: { repository: Repository; people: ReadonlyMap<string, KnownAuthor> },
  origin: string,
): z.infer<typeof ActivityObject> {
  const condensed = condensedPullRequest(pullRequest, repository, origin);
  const about = { pull_request: condensed };
  const user = presentActor(people.get(activity.actorId));
  const date = timestamp(activity.at);
  switch (activity.kind) {
    case "approval":
      return { ...about, approval: { date, user, pullrequest: condensed } };
    case "changes_requested":
      return { ...about, changes_requested: { date, user, pullrequest: condensed } };
    case "comment":
      if (!comment) return about;
      return { ...about, comment: presentPullRequestComment(comment, { repository, pullRequest, people }, origin) };
    case "update": {
      if (!activity.state) return about;
      const { state, title, description, reason, draft, sourceCommit, destinationCommit } = activity.state;
      const commit = (hash: string) => ({ type: "commit" as const, hash: hash.slice(0, 12) });
      return {
        ...about,
        update: {
          state,
          title,
          description,
          reason,
          draft,
          date,
          author: user,
          source: { commit: commit(sourceCommit), branch: { name: pullRequest.sourceBranch } },
          destination: { commit: commit(destinationCommit), branch: { name: activity.state.destinationBranch } },
        },
      };
    }
  }
}
