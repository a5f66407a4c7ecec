"use client";
import { useRouter } from "next/navigation";
import { CommentForm } from "@/app/_comments/comment-form";
import type { DiffContent, DiffViewType } from "@/app/_diff/diff-content";
import { DiffFiles } from "@/app/_diff/diff-files";
import type { LineComment } from "@/app/_diff/line-comments";
import { commentAction } from "./actions";
import type { PullRequestName } from "./subject";

/** The files of a pull request, whose lines take comments. */
export function PullRequestDiff({
  name,
  seenCommit,
  diff,
  view,
  threads,
}: {
  name: PullRequestName;
  /** The commit that the lines are of. */
  seenCommit: string;
  diff: DiffContent;
  view: DiffViewType;
  threads: LineComment[];
}) {
  const router = useRouter();
  return (
    <DiffFiles
      diff={diff}
      view={view}
      comments={threads}
      newComment={({ path, side, line }, form) => (
        <CommentForm
          {...form}
          action={commentAction.bind(null, name, {
            inline: { path, from: side === "old" ? line : null, to: side === "new" ? line : null },
            seenCommit,
          })}
          onLookAgain={() => router.refresh()}
        />
      )}
    />
  );
}
