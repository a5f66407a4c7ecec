"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { countOf } from "@/app/_access-tokens/words";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button, ButtonLink } from "@/components/ui/button";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";

/** The tokens that exist and that the policy would not let anyone create today. */
export function ExceedingPanel({
  total,
  toEnd,
  usualWarningDays,
  listHref,
  action,
}: {
  total: number;
  /** How many of them have no end within the usual warning yet. */
  toEnd: number;
  usualWarningDays: number;
  listHref: string;
  action: FormAction<number>;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Tokens that exceed the policy</h2>
      </PanelHead>
      <PanelBody className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p className="max-w-[60ch] text-muted">
          {total === 0
            ? "Every token that exists could be created like that today."
            : `${countOf(total, "token")} could not be created like that today. ${total === 1 ? "It works" : "They work"} on until somebody replaces, revokes or ends ${total === 1 ? "it" : "them"}.`}
        </p>
        {total > 0 ? (
          <div className="flex flex-wrap gap-2">
            <ButtonLink href={listHref}>Show {total === 1 ? "it" : "them"}</ButtonLink>
            {toEnd > 0 ? (
              <Button redText onClick={() => setOpen(true)}>
                Put an end date on {toEnd === 1 ? "it" : "all of them"}…
              </Button>
            ) : null}
          </div>
        ) : null}
      </PanelBody>
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={`Put an end date on ${countOf(total, "token")}?`}
        description="Their secrets end on that day by themselves. An end that comes earlier stays."
      >
        <EndForm action={action} usualWarningDays={usualWarningDays} close={() => setOpen(false)} />
      </AlertDialog>
    </Panel>
  );
}

function EndForm({
  action,
  usualWarningDays,
  close,
}: {
  action: FormAction<number>;
  usualWarningDays: number;
  close: () => void;
}) {
  const router = useRouter();
  const showToast = useToast();
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: (ended) => {
      close();
      showToast({
        title: `${countOf(ended, "token")} got an end date`,
        text: "Their admins are told before it comes.",
      });
      router.refresh();
    },
  });
  return (
    <form {...formProps} className="contents">
      <DialogBody>
        <p>
          Whatever runs with them works until then. Admins can replace each one before, within the policy, and are told
          30, 7 and 1 days ahead.
        </p>
        <Field label="Days from now" hint="The warning that everybody gets, from 1 to 365." error={errors.warningDays}>
          {(control) => (
            <Input
              {...control}
              name="warningDays"
              inputMode="numeric"
              autoComplete="off"
              defaultValue={String(usualWarningDays)}
              className="max-w-32"
            />
          )}
        </Field>
        <FormMessage message={message} />
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button kind="quiet">Cancel</Button>
        </AlertDialogCancel>
        <SubmitButton kind="danger" pending={pending} label="Put the end date" pendingLabel="Saving…" />
      </DialogFoot>
    </form>
  );
}
