import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequestComments, pullRequestTasks } from "@/db/schema/pull-requests";
import { findActors } from "../actors/find";
import type { Repository } from "../repositories/find";
import { actorsIn, type Involved, type PullRequest, participantsOf } from "./pull-request";

/** Reads who takes part in pull requests, and how much was said. */
export async function involve<Value>(
  repository: Repository,
  all: readonly PullRequest[],
  value: Value,
): Promise<Involved<Value>> {
  const workspaceId = repository.workspace.id;
  const ids = all.map(({ id }) => id);
  const [participants, counts] = await Promise.all([participantsOf(workspaceId, ids), countsOf(workspaceId, ids)]);
  const people = await findActors(workspaceId, actorsIn(all, participants));
  return { ...value, repository, people, participants, counts };
}

async function countsOf(
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, { comments: number; tasks: number }>> {
  if (ids.length === 0) return new Map();
  const [comments, tasks] = await Promise.all([
    db()
      .select({ id: pullRequestComments.pullRequestId, total: count() })
      .from(pullRequestComments)
      .where(
        and(
          eq(pullRequestComments.workspaceId, workspaceId),
          inArray(pullRequestComments.pullRequestId, [...ids]),
          isNull(pullRequestComments.deletedAt),
        ),
      )
      .groupBy(pullRequestComments.pullRequestId),
    db()
      .select({ id: pullRequestTasks.pullRequestId, total: count() })
      .from(pullRequestTasks)
      .where(
        and(
          eq(pullRequestTasks.workspaceId, workspaceId),
          inArray(pullRequestTasks.pullRequestId, [...ids]),
          isNull(pullRequestTasks.resolvedAt),
        ),
      )
      .groupBy(pullRequestTasks.pullRequestId),
  ]);
  const totalOf = (rows: { id: string; total: number }[], id: string) => rows.find((row) => row.id === id)?.total ?? 0;
  return new Map(ids.map((id) => [id, { comments: totalOf(comments, id), tasks: totalOf(tasks, id) }]));
}
