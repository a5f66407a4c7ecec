"use client";
import { useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogFoot } from "@/components/ui/dialog-frame";
import { deleteCommentAction } from "./actions";
import { CommentForm } from "./comment-form";
import type { CommitName } from "./place";

/** What can be done with a comment: answer it, and delete it for who may. */
export function CommentActions({
  commit,
  number,
  author,
  mayDelete,
}: {
  commit: CommitName;
  number: number;
  author: string;
  mayDelete: boolean;
}) {
  const [replying, setReplying] = useState(false);
  const [asking, setAsking] = useState(false);
  const { run, pending, message } = useRowAction();
  if (replying) {
    return (
      <CommentForm
        commit={commit}
        place={{ parent: number }}
        label={`Reply to ${author}`}
        onClose={() => setReplying(false)}
      />
    );
  }
  return (
    <div className="grid gap-2">
      <div className="-ml-2 flex flex-wrap gap-1">
        <Button kind="quiet" size="small" aria-label={`Reply to ${author}`} onClick={() => setReplying(true)}>
          Reply
        </Button>
        {mayDelete ? (
          <Button
            kind="quiet"
            size="small"
            pending={pending}
            aria-label={`Delete the comment of ${author}…`}
            onClick={() => setAsking(true)}
          >
            Delete…
          </Button>
        ) : null}
      </div>
      <FormMessage message={message} />
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Delete the comment?"
        description="This can’t be undone. Answers to it stay."
      >
        <DialogFoot>
          <AlertDialogCancel>
            <Button>Cancel</Button>
          </AlertDialogCancel>
          <Button
            kind="danger"
            onClick={() => {
              setAsking(false);
              run(() => deleteCommentAction(commit, number));
            }}
          >
            Delete comment
          </Button>
        </DialogFoot>
      </AlertDialog>
    </div>
  );
}
