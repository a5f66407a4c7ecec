import { and, count, eq, inArray, isNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { pullRequestComments, pullRequestTasks } from "@/db/schema/pull-requests";
import { findActors } from "../actors/find";
import type { Visible } from "../authorization/can";
import type { Repository } from "../repositories/find";
import { actorsIn, type Involved, type PullRequest, participantsOf } from "./pull-request";
import { otherSources } from "./source";

/** Reads who takes part in pull requests, where they come from, and how much was said, as far as the reader sees it. */
export async function involve<Value>(
  repository: Repository,
  all: readonly PullRequest[],
  value: Value,
  visible: Visible,
  executor: Executor = db(),
): Promise<Involved<Value>> {
  const workspaceId = repository.workspace.id;
  const ids = all.map(({ id }) => id);
  const participants = await participantsOf(workspaceId, ids, executor);
  const counts = await countsOf(executor, workspaceId, ids);
  const sources = await otherSources(executor, repository, all, visible);
  const people = await findActors(workspaceId, actorsIn(all, participants), executor);
  return { ...value, repository, people, sources, participants, counts };
}

async function countsOf(
  executor: Executor,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, { comments: number; tasks: number }>> {
  if (ids.length === 0) return new Map();
  const comments = await executor
    .select({ id: pullRequestComments.pullRequestId, total: count() })
    .from(pullRequestComments)
    .where(
      and(
        eq(pullRequestComments.workspaceId, workspaceId),
        inArray(pullRequestComments.pullRequestId, [...ids]),
        isNull(pullRequestComments.deletedAt),
      ),
    )
    .groupBy(pullRequestComments.pullRequestId);
  const tasks = await executor
    .select({ id: pullRequestTasks.pullRequestId, total: count() })
    .from(pullRequestTasks)
    .where(
      and(
        eq(pullRequestTasks.workspaceId, workspaceId),
        inArray(pullRequestTasks.pullRequestId, [...ids]),
        isNull(pullRequestTasks.resolvedAt),
      ),
    )
    .groupBy(pullRequestTasks.pullRequestId);
  const totalOf = (rows: { id: string; total: number }[], id: string) => rows.find((row) => row.id === id)?.total ?? 0;
  return new Map(ids.map((id) => [id, { comments: totalOf(comments, id), tasks: totalOf(tasks, id) }]));
}
