import { and, desc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequestActivity } from "@/db/schema/pull-requests";
import { lineMoves } from "../git/line-moves";
import type { PullRequestComment } from "./comment";
import type { PullRequest } from "./pull-request";

/** Where a comment stands in the difference of now; without a line its own is gone. */
export type LinePlace = { path: string; side: "old" | "new"; line: number | null };

/** Each move of lines takes a run of git. What was said of commits before these is told without its line. */
const mostCommits = 20;
const mostUpdates = 10_000;

/** Where the lines are by now that comments were made on: pushes move them, change them, and take them away. */
export async function placesOf(
  pullRequest: PullRequest,
  comments: readonly PullRequestComment[],
): Promise<Map<string, LinePlace>> {
  if (comments.length === 0) return new Map();
  const commits = await commitsSaidOf(pullRequest, comments);
  const earlier = [...new Set(commits.values())].filter((commit) => commit !== pullRequest.sourceCommit);
  const moves = new Map<string, Awaited<ReturnType<typeof lineMoves>>>();
  for (const commit of earlier.slice(-mostCommits)) {
    const paths = comments.filter(({ id }) => commits.get(id) === commit).flatMap(({ path }) => path ?? []);
    moves.set(commit, await lineMoves(pullRequest.repositoryId, commit, pullRequest.sourceCommit, [...new Set(paths)]));
  }
  return new Map(
    comments.map(({ id, path, toLine, fromLine }): [string, LinePlace] => {
      const place = { path: path ?? "", line: toLine ?? fromLine };
      // A removed line is one of the destination's, which pushes to the source don't move.
      if (toLine === null) return [id, { ...place, side: "old" }];
      const commit = commits.get(id);
      if (commit === pullRequest.sourceCommit) return [id, { ...place, side: "new" }];
      const moved = moves.get(commit ?? "")?.(place.path, toLine) ?? null;
      return [id, { ...place, side: "new", line: moved }];
    }),
  );
}

/** The commit that the pull request was at when each comment was made, by the comment's id. */
async function commitsSaidOf(
  { workspaceId, id }: PullRequest,
  comments: readonly PullRequestComment[],
): Promise<Map<string, string>> {
  const updates = await db()
    .select({ at: pullRequestActivity.at, commit: sql<string>`${pullRequestActivity.state}->>'sourceCommit'` })
    .from(pullRequestActivity)
    .where(
      and(
        eq(pullRequestActivity.workspaceId, workspaceId),
        eq(pullRequestActivity.pullRequestId, id),
        eq(pullRequestActivity.kind, "update"),
      ),
    )
    .orderBy(desc(pullRequestActivity.id))
    .limit(mostUpdates);
  return new Map(
    comments.flatMap((comment): [string, string][] => {
      const commit = updates.find(({ at }) => at <= comment.createdAt)?.commit;
      return commit ? [[comment.id, commit]] : [];
    }),
  );
}
