"use client";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogFoot } from "@/components/ui/dialog-frame";

/** Asks before the only chance to copy a secret is gone. */
export function LeaveDialog({
  open,
  withoutCopy,
  onStay,
  onLeave,
  onClosed,
}: {
  open: boolean;
  withoutCopy: string;
  onStay: () => void;
  onLeave: () => void;
  onClosed: () => void;
}) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) onStay();
      }}
      title="Close without copying the secret?"
      description={`It can’t be shown again. ${withoutCopy}`}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <div className="pt-5">
        <DialogFoot>
          <Button onClick={onLeave}>Close anyway</Button>
          <AlertDialogCancel>
            <Button kind="primary">Back to the secret</Button>
          </AlertDialogCancel>
        </DialogFoot>
      </div>
    </AlertDialog>
  );
}
