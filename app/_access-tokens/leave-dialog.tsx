"use client";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogFoot } from "@/components/ui/dialog-frame";

/** Asks before the only chance to copy a secret is gone. */
export function LeaveDialog({
  open,
  onStay,
  onLeave,
  onClosed,
}: {
  open: boolean;
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
      description="It can’t be shown again. Without it the token is of no use: you would revoke it and create another."
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
