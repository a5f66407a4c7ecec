import { type CommentContext, commentView, type ThreadView } from "@/app/_comments/comment-view";
import { linesOf } from "@/app/_comments/lines-of";
import { toPerson } from "@/app/_people/person";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Thread } from "@/lib/pull-requests/conversation";
import {
  commentAction,
  deleteCommentAction,
  reopenCommentAction,
  resolveCommentAction,
  updateCommentAction,
} from "./actions";
import { pullRequestPage } from "./address";
import type { OpenedPullRequest } from "./open";

/** What the cards of a thread show. `led`: what is said of a line leads to it. */
export function threadView(
  { comment, answers }: Thread,
  people: ReadonlyMap<string, KnownAuthor>,
  { caller, repository, name, pullRequest }: OpenedPullRequest,
  led: boolean,
): ThreadView {
  const { number, path, resolvedAt, resolvedById } = comment;
  const lines = linesOf(comment);
  const by = resolvedAt === null ? null : toPerson(people.get(resolvedById ?? ""));
  const context: CommentContext = {
    principal: caller.principal,
    repository,
    commit: pullRequest.sourceCommit,
    people,
    edit: (of) => updateCommentAction.bind(null, name, of),
    remove: (of) => deleteCommentAction.bind(null, name, of),
  };
  return {
    comment: commentView(comment, context),
    answers: answers.map((answer) => commentView(answer, context)),
    reply: commentAction.bind(null, name, { parent: number }),
    resolution: { by, change: (by ? reopenCommentAction : resolveCommentAction).bind(null, name, number) },
    place:
      led && path !== null
        ? {
            words: lines ? `${path}, ${lines.words}` : path,
            href: `${pullRequestPage(name, name.number, "diff")}#comment-${number}`,
          }
        : null,
  };
}
