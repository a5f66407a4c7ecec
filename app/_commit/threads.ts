import type { CommitComment } from "@/lib/commit-comments/comment";

export type Thread = { comment: CommitComment; answers: CommitComment[] };

/** Comments with what answers them, at whatever depth. A deleted one is shown where something answers it. */
export function threadsOf(comments: readonly CommitComment[]): Thread[] {
  const byNumber = new Map(comments.map((comment) => [comment.number, comment]));
  const threads = new Map<number, Thread>();
  for (const comment of comments) {
    const first = firstOf(comment, byNumber);
    const thread = threads.get(first.number) ?? { comment: first, answers: [] };
    threads.set(first.number, thread);
    if (comment !== first && comment.deletedAt === null) thread.answers.push(comment);
  }
  return [...threads.values()].filter(({ comment, answers }) => comment.deletedAt === null || answers.length > 0);
}

/** Numbers rise: what a comment answers came before it, so this ends. */
function firstOf(comment: CommitComment, byNumber: ReadonlyMap<number, CommitComment>): CommitComment {
  let first = comment;
  for (;;) {
    const parent: CommitComment | undefined = first.parent === null ? undefined : byNumber.get(first.parent);
    if (!parent || parent.number >= first.number) return first;
    first = parent;
  }
}
