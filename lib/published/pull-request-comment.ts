import { z } from "zod";
import type { OnPullRequest, PullRequestComment } from "../pull-requests/comment";
import type { PullRequestTask } from "../pull-requests/tasks";
import { AccountObject, presentActor } from "./account";
import { InlineObject, presentInline } from "./comment";
import { CondensedPullRequestObject, condensedPullRequest } from "./pull-request";
import { Link, preformatted, Rendered, Timestamp, timestamp } from "./values";

export const ResolutionObject = z
  .object({ type: z.literal("comment_resolution"), user: AccountObject.nullable(), created_on: Timestamp })
  .meta({ id: "comment_resolution" });

export const PullRequestCommentObject = z
  .object({
    type: z.literal("pullrequest_comment"),
    id: z.int(),
    content: Rendered,
    user: AccountObject.nullable(),
    deleted: z.boolean(),
    pending: z.boolean(),
    created_on: Timestamp,
    updated_on: Timestamp,
    inline: InlineObject.optional(),
    parent: z.object({ id: z.int(), links: z.object({ self: Link }) }).optional(),
    resolution: ResolutionObject.optional(),
    pullrequest: CondensedPullRequestObject,
    links: z.object({ self: Link, html: Link }),
  })
  .meta({ id: "pullrequest_comment" });

export const TaskObject = z
  .object({
    type: z.literal("pullrequest_task"),
    id: z.int(),
    state: z.enum(["RESOLVED", "UNRESOLVED"]),
    content: Rendered,
    creator: AccountObject.nullable(),
    pending: z.boolean(),
    comment: z.object({ id: z.int(), links: z.object({ self: Link }) }).optional(),
    created_on: Timestamp,
    updated_on: Timestamp,
    resolved_on: Timestamp.nullable(),
    resolved_by: AccountObject.nullable(),
    links: z.object({ self: Link, html: Link }),
  })
  .meta({ id: "task" });

type Around = Pick<OnPullRequest<unknown>, "repository" | "pullRequest" | "people">;

export function presentPullRequestComment(
  comment: PullRequestComment,
  around: Around,
  origin: string,
): z.infer<typeof PullRequestCommentObject> {
  const pullrequest = condensedPullRequest(around.pullRequest, around.repository, origin);
  const self = (number: number) => ({ href: `${pullrequest.links.self.href}/comments/${number}` });
  const html = `${pullrequest.links.html.href}/_/diff#comment-${comment.number}`;
  const { parent } = comment;
  const resolution = presentResolution(comment, around);
  return {
    type: "pullrequest_comment",
    id: comment.number,
    content: preformatted(comment.content),
    user: presentActor(around.people.get(comment.actorId)),
    deleted: comment.deletedAt !== null,
    pending: false,
    created_on: timestamp(comment.createdAt),
    updated_on: timestamp(comment.updatedAt),
    ...presentInline(comment),
    ...(parent === null ? {} : { parent: { id: parent, links: { self: self(parent) } } }),
    ...(resolution ? { resolution } : {}),
    pullrequest,
    links: { self: self(comment.number), html: { href: html } },
  };
}

/** Who settled a comment, and when; null where it isn't settled. */
export function presentResolution(
  { resolvedAt, resolvedById }: PullRequestComment,
  { people }: Around,
): z.infer<typeof ResolutionObject> | null {
  if (resolvedAt === null) return null;
  const user = presentActor(resolvedById === null ? undefined : people.get(resolvedById));
  return { type: "comment_resolution", user, created_on: timestamp(resolvedAt) };
}

export function presentTask(task: PullRequestTask, around: Around, origin: string): z.infer<typeof TaskObject> {
  const { links } = condensedPullRequest(around.pullRequest, around.repository, origin);
  const { comment, resolvedAt, resolvedById } = task;
  return {
    type: "pullrequest_task",
    id: task.number,
    state: resolvedAt === null ? "UNRESOLVED" : "RESOLVED",
    content: preformatted(task.content),
    creator: presentActor(around.people.get(task.actorId)),
    pending: false,
    ...(comment === null
      ? {}
      : { comment: { id: comment, links: { self: { href: `${links.self.href}/comments/${comment}` } } } }),
    created_on: timestamp(task.createdAt),
    updated_on: timestamp(task.updatedAt),
    resolved_on: resolvedAt === null ? null : timestamp(resolvedAt),
    resolved_by: presentActor(resolvedById === null ? undefined : around.people.get(resolvedById)),
    links: { self: { href: `${links.self.href}/tasks/${task.number}` }, html: links.html },
  };
}
