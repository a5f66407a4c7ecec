"use client";
import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Textarea } from "@/components/ui/input";
import { announce } from "@/components/ui/live-region";

/** Something to say, or to say otherwise. Focuses itself where it was asked for; empties itself once it is said. */
export function CommentForm({
  label,
  action,
  content = "",
  submit = "Comment",
  rows = 3,
  onType,
  onDone,
  onCancel,
  onLookAgain,
}: {
  label: string;
  action: FormAction;
  content?: string;
  submit?: string;
  rows?: number;
  onType?: (content: string) => void;
  onDone?: () => void;
  onCancel?: () => void;
  /** Brings what it is about as it is now, where that may be what it was refused for. */
  onLookAgain?: () => void;
}) {
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: () => {
      formProps.ref.current?.reset();
      announce("Saved");
      onDone?.();
    },
  });
  const { ref } = formProps;
  const opened = onCancel !== undefined;
  useEffect(() => {
    if (opened) ref.current?.querySelector("textarea")?.focus();
  }, [opened, ref]);
  return (
    <form {...formProps} className="grid max-w-[46rem] grid-cols-[minmax(0,1fr)] gap-2" aria-label={label}>
      <Field label={label} error={errors.content ?? errors.inline ?? errors.parent}>
        {(control) => (
          <Textarea
            {...control}
            name="content"
            rows={rows}
            defaultValue={content}
            onChange={(event) => onType?.(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        )}
      </Field>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton kind="default" pending={pending} label={submit} pendingLabel="Saving…" />
        {onCancel ? (
          <Button kind="quiet" onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        {message && onLookAgain ? (
          <Button kind="quiet" onClick={onLookAgain}>
            <Icon icon={RotateCw} />
            Look again
          </Button>
        ) : null}
        <span className="text-xs text-muted max-phone:hidden">Markdown. Ctrl+Enter sends it.</span>
      </FormFoot>
    </form>
  );
}
