"use client";
import type { ComponentProps } from "react";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";

/** Asks before something ends. Closes with either answer: what is confirmed is done behind it. */
export function ConfirmDialog({
  confirm,
  onConfirm,
  onOpenChange,
  children,
  ...question
}: ComponentProps<typeof AlertDialog> & {
  /** What the button says that ends it. */
  confirm: string;
  onConfirm: () => void;
}) {
  return (
    <AlertDialog {...question} onOpenChange={onOpenChange}>
      <DialogBody>{children}</DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button kind="quiet">Cancel</Button>
        </AlertDialogCancel>
        <Button
          kind="danger"
          onClick={() => {
            onOpenChange(false);
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </DialogFoot>
    </AlertDialog>
  );
}
