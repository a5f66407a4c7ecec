import type { ReactNode } from "react";
import { type Person, toPerson } from "@/app/_people/person";
import { addressOf } from "@/app/_repository/addresses";
import { Markdown } from "@/app/_repository/markdown";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import { isActor } from "@/lib/actors/same";
import { can } from "@/lib/authorization/can";
import type { PullRequestComment } from "@/lib/pull-requests/comment";
import type { Thread } from "@/lib/pull-requests/conversation";
import type { OpenedPullRequest } from "./open";

/** A comment as its card shows it. */
export type CommentView = {
  number: number;
  author: Person;
  createdAt: Date;
  edited: boolean;
  /** Null: it was deleted, and its place is left. */
  content: string | null;
  body: ReactNode;
  mayEdit: boolean;
  mayDelete: boolean;
};

export type ThreadView = {
  comment: CommentView;
  answers: CommentView[];
  resolvedBy: Person | null;
  /** Where in the difference it stands; null: it is about the whole. */
  place: { path: string; line: number | null } | null;
};

/** What the cards of a thread show, with its text made into a page's by the server. */
export function threadView(
  { comment, answers }: Thread,
  people: ReadonlyMap<string, KnownAuthor>,
  opened: OpenedPullRequest,
): ThreadView {
  const { path, toLine, fromLine, resolvedAt, resolvedById } = comment;
  return {
    comment: commentView(comment, people, opened),
    answers: answers.map((answer) => commentView(answer, people, opened)),
    resolvedBy: resolvedAt === null ? null : toPerson(people.get(resolvedById ?? "")),
    place: path === null ? null : { path, line: toLine ?? fromLine },
  };
}

function commentView(
  comment: PullRequestComment,
  people: ReadonlyMap<string, KnownAuthor>,
  { caller, repository, pullRequest }: OpenedPullRequest,
): CommentView {
  const { number, actorId, content, createdAt, updatedAt, deletedAt } = comment;
  const own = isActor(caller.principal, comment);
  const deleted = deletedAt !== null;
  const place = {
    repository: addressOf(repository),
    ref: pullRequest.sourceCommit,
    folder: "",
    anchors: `comment-${number}-`,
  };
  return {
    number,
    author: toPerson(people.get(actorId)),
    createdAt,
    edited: updatedAt.getTime() !== createdAt.getTime(),
    content: deleted ? null : content,
    body: deleted ? null : <Markdown source={content} place={place} />,
    mayEdit: own && !deleted,
    mayDelete: (own || can(caller.principal, "repository:admin", repository.resource)) && !deleted,
  };
}
