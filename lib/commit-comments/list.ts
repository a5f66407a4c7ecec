import { and, asc, count, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitComments } from "@/db/schema/commit-comments";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { type Commented, type CommitComment, onCommit, requireComment, withActors } from "./comment";

/** The comments on a commit, the oldest first. Of a deleted one its place is left, for what answers it. */
export const listCommitComments = operation({
  name: "repositories.listCommitComments",
  scope: "repository",
  input: PageInput.extend({ ...RepositoryInput.shape, commit: z.string(), ...QueryInput.shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Commented<Page<CommitComment>>>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const { page, pageLength } = input;
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, fields, [asc(commitComments.number)]);
    if (!order.ok) return order;
    const condition = and(onCommit(found, commit.value), asked.value);
    const [counted] = await db().select({ total: count() }).from(commitComments).where(condition);
    const items = await db()
      .select()
      .from(commitComments)
      .where(condition)
      .orderBy(...order.value)
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok(await withActors(found, items, { items, total: counted?.total ?? 0, page, pageLength }));
  },
});

const fields = {
  id: { type: "number", column: commitComments.number },
  "content.raw": { type: "text", column: commitComments.content },
  "user.uuid": { type: "text", column: sql`'{' || ${commitComments.actorId} || '}'` },
  deleted: { type: "boolean", column: sql`(${commitComments.deletedAt} is not null)` },
  "parent.id": { type: "number", column: commitComments.parent },
  "inline.path": { type: "text", column: commitComments.path },
  created_on: { type: "moment", column: commitComments.createdAt },
  updated_on: { type: "moment", column: commitComments.updatedAt },
} as const;

export const getCommitComment = operation({
  name: "repositories.getCommitComment",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), number: z.number().int() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Commented<{ comment: CommitComment }>>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const comment = await requireComment(found, commit.value, input.number);
    return comment.ok ? ok(await withActors(found, [comment.value], { comment: comment.value })) : comment;
  },
});
