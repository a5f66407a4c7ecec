import { type CommentContext, commentView, type ThreadView } from "@/app/_comments/comment-view";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import type { Principal } from "@/lib/authorization/principal";
import type { Repository } from "@/lib/repositories/find";
import { createCommentAction, deleteCommentAction, updateCommentAction } from "./actions";
import type { CommitName } from "./place";
import type { Thread } from "./threads";

/** What the cards of a thread show. */
export function threadView(
  { comment, answers }: Thread,
  commit: CommitName,
  shown: { principal: Principal; repository: Repository; people: ReadonlyMap<string, KnownAuthor> },
): ThreadView {
  const context: CommentContext = {
    ...shown,
    commit: commit.commit,
    edit: (of) => updateCommentAction.bind(null, commit, of),
    remove: (of) => deleteCommentAction.bind(null, commit, of),
  };
  return {
    comment: commentView(comment, context),
    answers: answers.map((answer) => commentView(answer, context)),
    reply: createCommentAction.bind(null, commit, { parent: comment.number }),
    resolution: null,
    place: null,
  };
}
