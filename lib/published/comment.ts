import { z } from "zod";
import type { Commented, CommentPlace, CommitComment } from "../commit-comments/comment";
import { AccountObject, presentActor } from "./account";
import { CondensedCommitObject, condensedCommit } from "./commit";
import { Link, preformatted, Rendered, Timestamp, timestamp } from "./values";

export const InlineObject = z.object({
  path: z.string(),
  from: z.int().nullable(),
  to: z.int().nullable(),
  start_from: z.int().nullable(),
  start_to: z.int().nullable(),
});

export const CommitCommentObject = z
  .object({
    type: z.literal("commit_comment"),
    id: z.int(),
    content: Rendered,
    user: AccountObject.nullable(),
    deleted: z.boolean(),
    created_on: Timestamp,
    updated_on: Timestamp,
    inline: InlineObject.optional(),
    parent: z.object({ id: z.int(), links: z.object({ self: Link }) }).optional(),
    commit: CondensedCommitObject,
    links: z.object({ self: Link, html: Link }),
  })
  .meta({ id: "commit_comment" });

export function presentCommitComment(
  comment: CommitComment,
  { repository, actors }: Pick<Commented<unknown>, "repository" | "actors">,
  origin: string,
): z.infer<typeof CommitCommentObject> {
  const commit = condensedCommit(comment.commit, repository, origin);
  const self = (number: number) => ({ href: `${commit.links.self.href}/comments/${number}` });
  return {
    type: "commit_comment",
    id: comment.number,
    content: preformatted(comment.content),
    user: presentActor(actors.get(comment.actorId)),
    deleted: comment.deletedAt !== null,
    created_on: timestamp(comment.createdAt),
    updated_on: timestamp(comment.updatedAt),
    ...presentInline(comment),
    ...(comment.parent === null ? {} : { parent: { id: comment.parent, links: { self: self(comment.parent) } } }),
    commit,
    links: { self: self(comment.number), html: { href: `${commit.links.html.href}#comment-${comment.number}` } },
  };
}

/** Where a comment stands, as a part of it; nothing where it is about the whole. */
export function presentInline({ path, fromLine, toLine, startFromLine, startToLine }: CommentPlace): {
  inline?: z.infer<typeof InlineObject>;
} {
  if (path === null) return {};
  return { inline: { path, from: fromLine, to: toLine, start_from: startFromLine, start_to: startToLine } };
}
