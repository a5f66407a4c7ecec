import { and, asc, count, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequestTasks } from "@/db/schema/pull-requests";
import { actorOf } from "../actors/actor";
import { isActor } from "../actors/same";
import { can } from "../authorization/can";
import type { Principal } from "../authorization/principal";
import { CommentContent } from "../commit-comments/comment";
import { type AppError, fail, invalid, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { takeNumber } from "../repositories/take-number";
import { type OnPullRequest, requireComment, withPeople } from "./comment";
import { type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";

export type PullRequestTask = typeof pullRequestTasks.$inferSelect;

const TaskInput = PullRequestInput.extend({ task: z.number().int() });
type Tasked = OnPullRequest<{ task: PullRequestTask }>;

/** What has to be done, the oldest first. */
export const listPullRequestTasks = operation({
  name: "repositories.listPullRequestTasks",
  scope: "pullrequest",
  input: PageInput.extend({ ...PullRequestInput.shape, ...QueryInput.shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OnPullRequest<Page<PullRequestTask>>>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const { page, pageLength } = input;
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, fields, [asc(pullRequestTasks.number)]);
    if (!order.ok) return order;
    const condition = and(ofPullRequest(pullRequest.value), asked.value);
    const [counted] = await db().select({ total: count() }).from(pullRequestTasks).where(condition);
    const items = await db()
      .select()
      .from(pullRequestTasks)
      .where(condition)
      .orderBy(...order.value)
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    const value = { items, total: counted?.total ?? 0, page, pageLength };
    return ok(await withPeople(found, pullRequest.value, items, value));
  },
});

const fields = {
  id: { type: "number", column: pullRequestTasks.number },
  state: {
    type: "text",
    column: sql`(case when ${pullRequestTasks.resolvedAt} is null then 'UNRESOLVED' else 'RESOLVED' end)`,
  },
  "content.raw": { type: "text", column: pullRequestTasks.content },
  "creator.uuid": { type: "text", column: sql`'{' || ${pullRequestTasks.actorId} || '}'` },
  "comment.id": { type: "number", column: pullRequestTasks.comment },
  created_on: { type: "moment", column: pullRequestTasks.createdAt },
  updated_on: { type: "moment", column: pullRequestTasks.updatedAt },
  resolved_on: { type: "moment", column: pullRequestTasks.resolvedAt },
} as const;

export const getPullRequestTask = operation({
  name: "repositories.getPullRequestTask",
  scope: "pullrequest",
  input: TaskInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Tasked>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const task = await requireTask(pullRequest.value, input.task);
    return task.ok ? ok(await withPeople(found, pullRequest.value, [task.value], { task: task.value })) : task;
  },
});

export const createPullRequestTask = operation({
  name: "repositories.createPullRequestTask",
  scope: "pullrequest",
  input: PullRequestInput.extend({ content: CommentContent, comment: z.number().int().optional() }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Tasked>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const comment = input.comment === undefined ? null : await requireComment(pullRequest.value, input.comment);
    if (comment && !comment.ok) return invalid("comment", `There is no comment ${input.comment} on this pull request.`);
    const actor = actorOf(caller.principal);
    const now = new Date();
    const task = await db().transaction(async (tx) => {
      const row: PullRequestTask = {
        id: newId(),
        workspaceId: found.workspace.id,
        pullRequestId: pullRequest.value.id,
        number: await takeNumber(tx, found, "item"),
        actorKind: actor.kind,
        actorId: actor.id,
        content: input.content,
        comment: input.comment ?? null,
        createdAt: now,
        updatedAt: now,
        resolvedAt: null,
        resolvedByKind: null,
        resolvedById: null,
      };
      await tx.insert(pullRequestTasks).values(row);
      return row;
    });
    return ok(await withPeople(found, pullRequest.value, [task], { task }));
  },
});

/** Says it otherwise, or that it is done, or not done after all. */
export const updatePullRequestTask = operation({
  name: "repositories.updatePullRequestTask",
  scope: "pullrequest",
  input: TaskInput.extend({
    content: CommentContent.optional(),
    state: z.enum(["RESOLVED", "UNRESOLVED"], "Choose RESOLVED or UNRESOLVED.").optional(),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Tasked>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireTask(pullRequest.value, input.task);
    if (!known.ok) return known;
    const actor = actorOf(caller.principal);
    const now = new Date();
    const resolution =
      input.state === "RESOLVED" && known.value.resolvedAt === null
        ? { resolvedAt: now, resolvedByKind: actor.kind, resolvedById: actor.id }
        : input.state === "UNRESOLVED"
          ? { resolvedAt: null, resolvedByKind: null, resolvedById: null }
          : {};
    const [task] = await db()
      .update(pullRequestTasks)
      .set({ content: input.content, updatedAt: now, ...resolution })
      .where(thisTask(known.value))
      .returning();
    return task ? ok(await withPeople(found, pullRequest.value, [task], { task })) : fail(unknownTask(input.task));
  },
});

/** Whoever added a task deletes it, or an admin of the repository. */
export const deletePullRequestTask = operation({
  name: "repositories.deletePullRequestTask",
  scope: "pullrequest",
  input: TaskInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireTask(pullRequest.value, input.task);
    if (!known.ok) return known;
    if (!mayDeleteTask(caller.principal, found, known.value)) return fail(notTheirs);
    await db().delete(pullRequestTasks).where(thisTask(known.value));
    return ok(null);
  },
});

export function mayDeleteTask(principal: Principal, { resource }: Repository, task: PullRequestTask): boolean {
  return isActor(principal, task) || can(principal, "repository:admin", resource);
}

const notTheirs: AppError = {
  code: "refused_by_policy",
  message: "Only whoever added a task may delete it, or an admin of the repository.",
};

async function requireTask(pullRequest: PullRequest, number: number): Promise<Result<PullRequestTask>> {
  const [row] = await db()
    .select()
    .from(pullRequestTasks)
    .where(and(ofPullRequest(pullRequest), eq(pullRequestTasks.number, number)));
  return row ? ok(row) : fail(unknownTask(number));
}

function ofPullRequest({ workspaceId, id }: PullRequest) {
  return and(eq(pullRequestTasks.workspaceId, workspaceId), eq(pullRequestTasks.pullRequestId, id));
}

function thisTask({ workspaceId, id }: PullRequestTask) {
  return and(eq(pullRequestTasks.workspaceId, workspaceId), eq(pullRequestTasks.id, id));
}

function unknownTask(number: number) {
  return { code: "not_found" as const, what: "other" as const, name: `Task ${number}` };
}
