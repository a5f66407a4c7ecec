"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import { FormMessage, SubmitButton } from "./form-parts";
import type { FormAction } from "./form-state";
import { useForm } from "./use-form";

type Deletion = {
  /** "repository": for titles and buttons. */
  what: string;
  /** What has to be typed: the slug or key. */
  confirmation: string;
  /** What ends with it. */
  consequences: ReactNode;
  action: FormAction;
  /** Where to go afterwards. */
  leadsTo: string;
};

/** The end of a settings page: deletes the resource, after its name was typed. */
export function DeletePanel({ note, ...deletion }: Deletion & { note: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Delete this {deletion.what}</h2>
      </PanelHead>
      <PanelBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[66ch] text-muted">{note}</p>
        <Button redText onClick={() => setOpen(true)}>
          Delete {deletion.what}…
        </Button>
      </PanelBody>
      <DeleteDialog {...deletion} open={open} onOpenChange={setOpen} />
    </Panel>
  );
}

function DeleteDialog({
  open,
  onOpenChange,
  what,
  confirmation,
  consequences,
  ...rest
}: Deletion & { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Delete ${confirmation}?`}
      description="This can’t be undone."
    >
      <DeleteForm {...rest} what={what} confirmation={confirmation} consequences={consequences} />
    </AlertDialog>
  );
}

function DeleteForm({ what, confirmation, consequences, action, leadsTo }: Deletion) {
  const router = useRouter();
  const showToast = useToast();
  const [schema] = useState(() =>
    z.object({ confirmation: z.literal(confirmation, `Type ${confirmation} to delete it.`) }),
  );
  const { formProps, errors, message, pending, value } = useForm(action, {
    schema,
    onDone: () => {
      showToast({ title: `${confirmation} deleted` });
      router.replace(leadsTo);
    },
  });
  const busy = pending || value !== null;
  return (
    <form {...formProps} className="contents">
      <DialogBody>
        <div className="grid gap-1">{consequences}</div>
        <Field
          label={
            <>
              Type <code className="font-semibold">{confirmation}</code> to delete it
            </>
          }
          error={errors.confirmation}
        >
          {(control) => (
            <Input
              {...control}
              name="confirmation"
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
        <FormMessage message={message} />
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button kind="quiet">Cancel</Button>
        </AlertDialogCancel>
        <SubmitButton kind="danger" pending={busy} label={`Delete ${what}`} pendingLabel="Deleting…" />
      </DialogFoot>
    </form>
  );
}
