"use client";
import { useState } from "react";
import { ConfirmDialog } from "@/components/confirm-dialog";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { DialogBody } from "@/components/ui/dialog-frame";
import type { Variable } from "@/lib/variables/variable";
import { updateVariableAction } from "./actions";
import type { VariablePlaceName } from "./place";
import { VariableForm } from "./variable-form";

type Asked = {
  /** Null: it isn't asked. */
  variable: Variable | null;
  onLeave: () => void;
  /** The dialog is gone: focus has to go somewhere. */
  onClosed: (id: string) => void;
};

export function ChangeVariable({ place, variable, onLeave, onClosed }: Asked & { place: VariablePlaceName }) {
  const shown = useLast(variable);
  if (!shown) return null;
  return (
    <Dialog
      open={variable !== null}
      onOpenChange={(open) => {
        if (!open) onLeave();
      }}
      // What was typed isn't lost to a click beside it.
      onInteractOutside={(event) => event.preventDefault()}
      title={`Change ${shown.key}`}
      description="Runs that were claimed before keep what they were given."
      width="wide"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed(shown.id);
      }}
    >
      <DialogBody>
        <VariableForm
          key={shown.id}
          variable={shown}
          action={updateVariableAction.bind(null, place, shown.id, shown.value)}
          onDone={onLeave}
          leave={
            <Button kind="quiet" onClick={onLeave}>
              Cancel
            </Button>
          }
        />
      </DialogBody>
    </Dialog>
  );
}

export function DeleteVariable({
  variable,
  onLeave,
  onDelete,
  onClosed,
}: Asked & { onDelete: (it: Variable) => void }) {
  const shown = useLast(variable);
  if (!shown) return null;
  return (
    <ConfirmDialog
      open={variable !== null}
      onOpenChange={(open) => {
        if (!open) onLeave();
      }}
      title={`Delete ${shown.key}?`}
      description="This can’t be undone."
      confirm="Delete variable"
      onConfirm={() => onDelete(shown)}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed(shown.id);
      }}
    >
      <p>Runs that start from now on don’t get it. Its value is gone: keep it elsewhere if it is still needed.</p>
    </ConfirmDialog>
  );
}

/** A dialog keeps showing its variable while it leaves the screen. */
function useLast(variable: Variable | null): Variable | null {
  const [last, setLast] = useState(variable);
  if (variable && variable !== last) setLast(variable);
  return last;
}
