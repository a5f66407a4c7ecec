"use client";
import { CommentForm } from "@/app/_comments/comment-form";
import type { DiffContent, DiffViewType } from "@/app/_diff/diff-content";
import { DiffFiles } from "@/app/_diff/diff-files";
import type { LineComment } from "@/app/_diff/line-comments";
import { createCommentAction } from "./actions";
import type { CommitName } from "./place";

/** What a commit changes; its lines take comments. */
export function CommitDiff({
  commit,
  diff,
  view,
  comments,
}: {
  commit: CommitName;
  diff: DiffContent;
  view: DiffViewType;
  comments: readonly LineComment[];
}) {
  return (
    <DiffFiles
      diff={diff}
      view={view}
      comments={comments}
      newComment={({ path, side, line }, form) => (
        <CommentForm
          {...form}
          action={createCommentAction.bind(null, commit, {
            inline: { path, from: side === "old" ? line : null, to: side === "new" ? line : null },
          })}
        />
      )}
    />
  );
}
