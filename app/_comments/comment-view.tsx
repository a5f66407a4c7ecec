import type { ReactNode } from "react";
import type { FormAction, FormState } from "@/app/_forms/form-state";
import { type Person, toPerson } from "@/app/_people/person";
import { addressOf } from "@/app/_repository/addresses";
import { Markdown } from "@/app/_repository/markdown";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import { isActor } from "@/lib/actors/same";
import { can } from "@/lib/authorization/can";
import type { Principal } from "@/lib/authorization/principal";
import type { Repository } from "@/lib/repositories/find";

/** A comment as its card shows it. */
export type CommentView = {
  number: number;
  author: Person;
  createdAt: Date;
  edited: boolean;
  /** Null: it was deleted, and its place is left. */
  content: string | null;
  body: ReactNode;
  /** Null for who may not. */
  edit: FormAction | null;
  remove: (() => Promise<FormState>) | null;
};

export type ThreadView = {
  comment: CommentView;
  answers: CommentView[];
  reply: FormAction;
  /** Null where what is said is never settled. `by`: who settled it; null: nobody yet. */
  resolution: { by: Person | null; change: () => Promise<FormState> } | null;
  /** Null: it is about the whole, or stands under its line. */
  place: { words: string; href: string } | null;
};

type Comment = {
  number: number;
  actorKind: "user" | "access_token";
  actorId: string;
  content: string;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
};

/** On what a comment is, who looks at it, and what can be done with one of its number. */
export type CommentContext = {
  principal: Principal;
  repository: Repository;
  /** Which its links lead to the files of. */
  commit: string;
  people: ReadonlyMap<string, KnownAuthor>;
  edit: (number: number) => FormAction;
  remove: (number: number) => () => Promise<FormState>;
};

/** What the card of a comment shows, with its text made into a page's by the server. */
export function commentView(comment: Comment, context: CommentContext): CommentView {
  const { number, actorId, content, createdAt, updatedAt, deletedAt } = comment;
  const { principal, repository, commit, people, edit, remove } = context;
  const own = isActor(principal, comment);
  const deleted = deletedAt !== null;
  const place = { repository: addressOf(repository), ref: commit, folder: "", anchors: `comment-${number}-` };
  const mayRemove = own || can(principal, "repository:admin", repository.resource);
  return {
    number,
    author: toPerson(people.get(actorId)),
    createdAt,
    edited: updatedAt.getTime() !== createdAt.getTime(),
    content: deleted ? null : content,
    body: deleted ? null : <Markdown source={content} place={place} />,
    edit: own && !deleted ? edit(number) : null,
    remove: mayRemove && !deleted ? remove(number) : null,
  };
}
