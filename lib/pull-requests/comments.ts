import { and, asc, count, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pullRequestComments } from "@/db/schema/pull-requests";
import { actorOf } from "../actors/actor";
import { isActor } from "../actors/same";
import { can } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { CommentContent, Inline, notTheAuthor, placeOf } from "../commit-comments/comment";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import type { Repository } from "../repositories/find";
import { keepRepository } from "../repositories/hold";
import { takeNumber } from "../repositories/take-number";
import { recordActivity } from "./activity";
import {
  type OnPullRequest,
  onPullRequest,
  type PullRequestComment,
  requireComment,
  unknownComment,
  withPeople,
} from "./comment";
import { emitComment } from "./emit";
import { type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";
import { holdSeen, seenCommitSchema } from "./seen";

const CommentInput = PullRequestInput.extend({ comment: z.number().int() });
type Commented = OnPullRequest<{ comment: PullRequestComment }>;

/** The comments, the oldest first. Of a deleted one its place is left. */
export const listPullRequestComments = operation({
  name: "repositories.listPullRequestComments",
  scope: "pullrequest",
  input: PageInput.extend({ ...PullRequestInput.shape, ...QueryInput.shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<OnPullRequest<Page<PullRequestComment>>>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const { page, pageLength } = input;
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, fields, [asc(pullRequestComments.number)]);
    if (!order.ok) return order;
    const condition = and(onPullRequest(pullRequest.value), asked.value);
    const [counted] = await db().select({ total: count() }).from(pullRequestComments).where(condition);
    const items = await db()
      .select()
      .from(pullRequestComments)
      .where(condition)
      .orderBy(...order.value)
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    const value = { items, total: counted?.total ?? 0, page, pageLength };
    return ok(await withPeople(found, pullRequest.value, items, value));
  },
});

const fields = {
  id: { type: "number", column: pullRequestComments.number },
  "content.raw": { type: "text", column: pullRequestComments.content },
  "user.uuid": { type: "text", column: sql`'{' || ${pullRequestComments.actorId} || '}'` },
  deleted: { type: "boolean", column: sql`(${pullRequestComments.deletedAt} is not null)` },
  "parent.id": { type: "number", column: pullRequestComments.parent },
  "inline.path": { type: "text", column: pullRequestComments.path },
  created_on: { type: "moment", column: pullRequestComments.createdAt },
  updated_on: { type: "moment", column: pullRequestComments.updatedAt },
} as const;

export const getPullRequestComment = operation({
  name: "repositories.getPullRequestComment",
  scope: "pullrequest",
  input: CommentInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Commented>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const comment = await requireComment(pullRequest.value, input.comment);
    if (!comment.ok) return comment;
    return ok(await withPeople(found, pullRequest.value, [comment.value], { comment: comment.value }));
  },
});

/** Says something of a pull request, of a line of what it changes, or in answer to another comment. */
export const createPullRequestComment = operation({
  name: "repositories.createPullRequestComment",
  scope: "pullrequest",
  input: PullRequestInput.extend({
    content: CommentContent,
    parent: z.number().int().optional(),
    inline: Inline.optional(),
    seenCommit: seenCommitSchema,
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Commented>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const parent = input.parent === undefined ? null : await requireComment(pullRequest.value, input.parent);
    if (parent && !parent.ok) return invalid("parent", `There is no comment ${input.parent} on this pull request.`);
    // An answer stands where what it answers does.
    const place = parent?.value ?? placeOf(input.inline);
    const actor = actorOf(caller.principal);
    const now = new Date();
    const said = await db().transaction(async (tx): Promise<Result<PullRequestComment>> => {
      const passed = await holdSeen(tx, pullRequest.value, input.seenCommit);
      if (passed) return fail(passed);
      const row: PullRequestComment = {
        id: newId(),
        workspaceId: found.workspace.id,
        pullRequestId: pullRequest.value.id,
        number: await takeNumber(tx, found, "item"),
        actorKind: actor.kind,
        actorId: actor.id,
        content: input.content,
        parent: input.parent ?? null,
        path: place.path,
        fromLine: place.fromLine,
        toLine: place.toLine,
        startFromLine: place.startFromLine,
        startToLine: place.startToLine,
        createdAt: now,
        updatedAt: now,
        deletedAt: null,
        resolvedAt: null,
        resolvedByKind: null,
        resolvedById: null,
      };
      await tx.insert(pullRequestComments).values(row);
      await recordActivity(tx, pullRequest.value, actor, { kind: "comment", comment: row.number });
      await emitComment(tx, actor, found, pullRequest.value, row, "created");
      return ok(row);
    });
    if (!said.ok) return said;
    const comment = said.value;
    return ok(await withPeople(found, pullRequest.value, [comment], { comment }));
  },
});

/** Only whoever wrote a comment changes it. */
export const updatePullRequestComment = operation({
  name: "repositories.updatePullRequestComment",
  scope: "pullrequest",
  input: CommentInput.extend({ content: CommentContent }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Commented>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireComment(pullRequest.value, input.comment);
    if (!known.ok) return known;
    if (!isActor(caller.principal, known.value)) return fail(notTheAuthor);
    const comment = await change(caller, found, known.value, pullRequest.value, "updated", {
      content: input.content,
      updatedAt: new Date(),
    });
    if (!comment) return fail(unknownComment(input.comment));
    return ok(await withPeople(found, pullRequest.value, [comment], { comment }));
  },
});

/** Whoever wrote a comment deletes it, or an admin of the repository. */
export const deletePullRequestComment = operation({
  name: "repositories.deletePullRequestComment",
  scope: "pullrequest",
  input: CommentInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireComment(pullRequest.value, input.comment);
    if (!known.ok) return known;
    const { principal } = caller;
    if (!isActor(principal, known.value) && !can(principal, "repository:admin", found.resource)) {
      return fail(notTheAuthor);
    }
    const gone = { content: "", deletedAt: new Date() };
    await change(caller, found, known.value, pullRequest.value, "deleted", gone);
    return ok(null);
  },
});

/** Marks what a comment began as settled. */
export const resolvePullRequestComment = operation({
  name: "repositories.resolvePullRequestComment",
  scope: "pullrequest",
  input: CommentInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Commented>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireComment(pullRequest.value, input.comment);
    if (!known.ok) return known;
    if (known.value.parent !== null)
      return invalid("comment", "An answer is settled with the comment that it answers.");
    const actor = actorOf(caller.principal);
    const settled = { resolvedAt: new Date(), resolvedByKind: actor.kind, resolvedById: actor.id };
    const comment = await change(caller, found, known.value, pullRequest.value, "resolved", settled);
    if (!comment) return fail({ code: "conflict", message: `Comment ${input.comment} is settled already.` });
    return ok(await withPeople(found, pullRequest.value, [comment], { comment }));
  },
});

/** Takes the mark away. Without one there is nothing to do. */
export const reopenPullRequestComment = operation({
  name: "repositories.reopenPullRequestComment",
  scope: "pullrequest",
  input: CommentInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const pullRequest = await requirePullRequest(found, input.number);
    if (!pullRequest.ok) return pullRequest;
    const known = await requireComment(pullRequest.value, input.comment);
    if (!known.ok) return known;
    const open = { resolvedAt: null, resolvedByKind: null, resolvedById: null };
    await change(caller, found, known.value, pullRequest.value, "reopened", open);
    return ok(null);
  },
});

/** Changes a comment that is there, and tells of it; null where it is gone, or is so already. */
async function change(
  caller: Caller,
  repository: Repository,
  comment: PullRequestComment,
  pullRequest: PullRequest,
  happens: "updated" | "deleted" | "resolved" | "reopened",
  values: Partial<PullRequestComment>,
): Promise<PullRequestComment | null> {
  return db().transaction(async (tx) => {
    if (await keepRepository(tx, { workspaceId: repository.workspace.id, repositoryId: repository.id })) return null;
    const before =
      happens === "resolved"
        ? isNull(pullRequestComments.resolvedAt)
        : happens === "reopened"
          ? isNotNull(pullRequestComments.resolvedAt)
          : undefined;
    const [row] = await tx
      .update(pullRequestComments)
      .set(values)
      .where(and(standing(comment), before))
      .returning();
    if (!row) return null;
    await emitComment(tx, actorOf(caller.principal), repository, pullRequest, row, happens);
    return row;
  });
}

function standing({ workspaceId, id }: PullRequestComment) {
  return and(
    eq(pullRequestComments.workspaceId, workspaceId),
    eq(pullRequestComments.id, id),
    isNull(pullRequestComments.deletedAt),
  );
}
