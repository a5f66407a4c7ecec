"use client";
import { useEffect, useRef } from "react";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { useForm } from "@/app/_forms/use-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { createCommentAction } from "./actions";
import type { CommentedPlace, CommitName } from "./place";

/** Writes a comment. One that was opened has the focus, and can be left. */
export function CommentForm({
  commit,
  place,
  label,
  onClose,
}: {
  commit: CommitName;
  place: CommentedPlace;
  label: string;
  onClose?: () => void;
}) {
  const opened = onClose !== undefined;
  const field = useRef<HTMLTextAreaElement>(null);
  const { formProps, errors, message, pending } = useForm(createCommentAction.bind(null, commit, place), {
    onDone: () => {
      formProps.ref.current?.reset();
      onClose?.();
    },
  });
  useEffect(() => {
    if (opened) field.current?.focus();
  }, [opened]);
  return (
    <form {...formProps} aria-label={label} className="grid max-w-[46rem] gap-2">
      <Field label={label} hint="Markdown works." error={errors.content}>
        {(control) => <Textarea {...control} ref={field} name="content" rows={3} />}
      </Field>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton kind="default" pending={pending} label="Comment" pendingLabel="Saving…" />
        {onClose ? (
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        ) : null}
      </FormFoot>
    </form>
  );
}
