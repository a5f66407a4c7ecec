import { and, count, desc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequestActivity, pullRequestComments, pullRequests } from "@/db/schema/pull-requests";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import type { Activity } from "./activity";
import type { PullRequestComment } from "./comment";
import { type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

export type ActivityItem = { activity: Activity; pullRequest: PullRequest; comment: PullRequestComment | null };
type ActivityPage = Page<ActivityItem> & { repository: Repository; people: ReadonlyMap<string, KnownAuthor> };

/** What happened to a pull request, the newest first. */
export const listPullRequestActivity = operation({
  name: "repositories.listPullRequestActivities",
  scope: "pullrequest",
  input: PageInput.extend(PullRequestInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<ActivityPage>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    return pullRequest.ok ? ok(await readPage(found, pullRequest.value, input)) : pullRequest;
  },
});

/** What happened to all pull requests of a repository, the newest first. */
export const listRepositoryActivity = operation({
  name: "repositories.listPullRequestActivitiesForRepo",
  scope: "pullrequest",
  input: PageInput.extend(RepositoryInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<ActivityPage>> => ok(await readPage(found, null, input)),
});

async function readPage(
  repository: Repository,
  only: PullRequest | null,
  { page, pageLength }: { page: number; pageLength: number },
): Promise<ActivityPage> {
  const condition = and(
    eq(pullRequests.workspaceId, repository.workspace.id),
    eq(pullRequests.repositoryId, repository.id),
    only ? eq(pullRequests.id, only.id) : undefined,
  );
  const joined = and(
    eq(pullRequests.workspaceId, pullRequestActivity.workspaceId),
    eq(pullRequests.id, pullRequestActivity.pullRequestId),
  );
  const [counted] = await db()
    .select({ total: count() })
    .from(pullRequestActivity)
    .innerJoin(pullRequests, joined)
    .where(condition);
  const rows = await db()
    .select({ activity: pullRequestActivity, pullRequest: pullRequests })
    .from(pullRequestActivity)
    .innerJoin(pullRequests, joined)
    .where(condition)
    .orderBy(desc(pullRequestActivity.id))
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  const comments = await commentsOf(
    repository,
    rows.map(({ activity }) => activity),
  );
  const items = rows.map((row) => ({ ...row, comment: comments.get(keyOf(row.activity)) ?? null }));
  const people = await findActors(
    repository.workspace.id,
    items.map(({ activity }) => ({ kind: activity.actorKind, id: activity.actorId })),
  );
  return { items, total: counted?.total ?? 0, page, pageLength, repository, people };
}

async function commentsOf(
  repository: Repository,
  activities: readonly Activity[],
): Promise<Map<string, PullRequestComment>> {
  const said = activities.filter(({ comment }) => comment !== null);
  if (said.length === 0) return new Map();
  const rows = await db()
    .select()
    .from(pullRequestComments)
    .where(
      and(
        eq(pullRequestComments.workspaceId, repository.workspace.id),
        inArray(pullRequestComments.pullRequestId, [...new Set(said.map(({ pullRequestId }) => pullRequestId))]),
        inArray(
          pullRequestComments.number,
          said.flatMap(({ comment }) => comment ?? []),
        ),
      ),
    );
  return new Map(rows.map((row) => [keyOf({ pullRequestId: row.pullRequestId, comment: row.number }), row]));
}

function keyOf({ pullRequestId, comment }: Pick<Activity, "pullRequestId" | "comment">): string {
  return `${pullRequestId} ${comment}`;
}
