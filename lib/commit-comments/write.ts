import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitComments } from "@/db/schema/commit-comments";
import { actorOf } from "../actors/actor";
import { findActors } from "../actors/find";
import { isActor } from "../actors/same";
import { can } from "../authorization/can";
import { ownOrigin } from "../env";
import { fail, invalid, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { presentCommitComment } from "../published/comment";
import { takeNumber } from "../repositories/take-number";
import {
  CommentContent,
  type Commented,
  type CommitComment,
  Inline,
  notTheAuthor,
  placeOf,
  requireComment,
  unknownComment,
  withActors,
} from "./comment";

type Written = Commented<{ comment: CommitComment }>;
const CommentInput = RepositoryInput.extend({ commit: z.string(), number: z.number().int() });

/** Says something of a commit, of a line of it, or in answer to another comment. */
export const createCommitComment = operation({
  name: "repositories.createCommitComment",
  scope: "repository",
  input: RepositoryInput.extend({
    commit: z.string(),
    content: CommentContent,
    parent: z.number().int().optional(),
    inline: Inline.optional(),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Written>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const parent = input.parent === undefined ? null : await requireComment(found, commit.value, input.parent);
    if (parent && !parent.ok) return invalid("parent", `There is no comment ${input.parent} on this commit.`);
    // An answer stands where what it answers does.
    const place = parent?.value ?? placeOf(input.inline);
    const actor = actorOf(caller.principal);
    const now = new Date();
    const comment = await db().transaction(async (tx) => {
      const row: CommitComment = {
        id: newId(),
        workspaceId: found.workspace.id,
        repositoryId: found.id,
        number: await takeNumber(tx, found, "item"),
        commit: commit.value,
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
      };
      await tx.insert(commitComments).values(row);
      await emitEvent(tx, actor, {
        key: "repo:commit_comment_created",
        workspaceId: found.workspace.id,
        repository: found,
        payload: async () => {
          const actors = await findActors(found.workspace.id, [actor], tx);
          const comment = presentCommitComment(row, { repository: found, actors }, ownOrigin);
          return { comment, commit: comment.commit };
        },
      });
      return row;
    });
    return ok(await withActors(found, [comment], { comment }));
  },
});

/** Only whoever wrote a comment changes it. */
export const updateCommitComment = operation({
  name: "repositories.updateCommitComment",
  scope: "repository",
  input: CommentInput.extend({ content: CommentContent }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Written>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const known = await requireComment(found, commit.value, input.number);
    if (!known.ok) return known;
    if (!isActor(caller.principal, known.value)) return fail(notTheAuthor);
    const [comment] = await db()
      .update(commitComments)
      .set({ content: input.content, updatedAt: new Date() })
      .where(standing(known.value))
      .returning();
    return comment ? ok(await withActors(found, [comment], { comment })) : fail(unknownComment(input.number));
  },
});

/** Whoever wrote a comment deletes it, or an admin of the repository. */
export const deleteCommitComment = operation({
  name: "repositories.deleteCommitComment",
  scope: "repository",
  input: CommentInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const known = await requireComment(found, commit.value, input.number);
    if (!known.ok) return known;
    const { principal } = caller;
    if (!isActor(principal, known.value) && !can(principal, "repository:admin", found.resource)) {
      return fail(notTheAuthor);
    }
    await db().update(commitComments).set({ content: "", deletedAt: new Date() }).where(standing(known.value));
    return ok(null);
  },
});

function standing({ workspaceId, id }: CommitComment) {
  return and(eq(commitComments.workspaceId, workspaceId), eq(commitComments.id, id), isNull(commitComments.deletedAt));
}
