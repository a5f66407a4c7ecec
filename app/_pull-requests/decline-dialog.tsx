"use client";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { useForm } from "@/app/_forms/use-form";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import { declineAction } from "./actions";
import type { PullRequestName } from "./subject";

type Props = { name: PullRequestName; onClose: () => void };

/** Closes a pull request without merging it, with a reason that stays on it. */
export function DeclineDialog({ open, ...rest }: Props & { open: boolean }) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) rest.onClose();
      }}
      title={`Decline #${rest.name.number}?`}
      description="It’s closed without being merged, and can’t be opened again. Its branch stays."
    >
      <DeclineForm {...rest} />
    </AlertDialog>
  );
}

function DeclineForm({ name, onClose }: Props) {
  const showToast = useToast();
  const { formProps, errors, message, pending } = useForm(declineAction.bind(null, name), {
    onDone: () => {
      showToast({ title: `#${name.number} declined` });
      onClose();
    },
  });
  return (
    <form {...formProps} className="contents" aria-label="Decline">
      <DialogBody>
        <Field label="Reason" hint="Whoever opened it reads it here. It may be left empty." error={errors.reason}>
          {(control) => <Textarea {...control} name="reason" rows={4} />}
        </Field>
        <FormMessage message={message} />
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button kind="quiet">Cancel</Button>
        </AlertDialogCancel>
        <SubmitButton kind="danger" pending={pending} label="Decline" pendingLabel="Declining…" />
      </DialogFoot>
    </form>
  );
}
