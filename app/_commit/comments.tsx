import { nameOf, PersonMark, toPerson } from "@/app/_people/person";
import { Markdown } from "@/app/_repository/markdown";
import { Time } from "@/components/ui/time";
import type { KnownAuthor } from "@/lib/access-tokens/authors";
import { isActor } from "@/lib/actors/same";
import { can } from "@/lib/authorization/can";
import type { Principal } from "@/lib/authorization/principal";
import type { CommitComment } from "@/lib/commit-comments/comment";
import type { Repository } from "@/lib/repositories/find";
import { CommentActions } from "./comment-actions";
import type { CommitName } from "./place";
import type { Thread } from "./threads";

type Shown = {
  commit: CommitName;
  repository: Repository;
  principal: Principal;
  actors: ReadonlyMap<string, KnownAuthor>;
};

/** A comment with its answers. */
export function ThreadView({ thread: { first, answers }, ...shown }: Shown & { thread: Thread }) {
  return (
    <div className="grid max-w-[52rem] grid-cols-[minmax(0,1fr)] gap-3">
      <Comment comment={first} {...shown} />
      {answers.length > 0 ? (
        <div className="ml-3.5 grid grid-cols-[minmax(0,1fr)] gap-3 border-l pl-4">
          {answers.map((answer) => (
            <Comment key={answer.id} comment={answer} {...shown} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Comment({ comment, commit, repository, principal, actors }: Shown & { comment: CommitComment }) {
  if (comment.deletedAt !== null) return <p className="text-muted">A comment that was deleted.</p>;
  const author = toPerson(actors.get(comment.actorId));
  const name = nameOf(author);
  const mayDelete = isActor(principal, comment) || can(principal, "repository:admin", repository.resource);
  return (
    <article id={`comment-${comment.number}`} aria-label={`Comment of ${name}`} className="flex scroll-mt-16 gap-2.5">
      <PersonMark person={author} />
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-semibold">{name}</span>
          <span className="text-xs text-muted">
            <Time at={comment.createdAt} />
          </span>
        </p>
        <Markdown
          source={comment.content}
          place={{ repository: commit, ref: commit.commit, folder: "", anchors: `comment-${comment.number}-` }}
        />
        <CommentActions commit={commit} number={comment.number} author={name} mayDelete={mayDelete} />
      </div>
    </article>
  );
}
