"use client";
import type { ReactNode } from "react";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { useToast } from "@/components/ui/toast";
import type { Variable } from "@/lib/variables/variable";

/** A variable's name and value. Without one it adds one, and is empty again afterwards. */
export function VariableForm({
  variable,
  action,
  onDone,
  leave,
}: {
  variable: Variable | null;
  action: FormAction<string>;
  onDone?: () => void;
  /** What leaves the form, beside the button. */
  leave?: ReactNode;
}) {
  const showToast = useToast();
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: (key) => {
      formProps.ref.current?.reset();
      showToast({ title: `${key} ${variable ? "changed" : "added"}`, text: "Runs that start from now on get it." });
      onDone?.();
    },
  });
  const wasSecured = variable?.value === null;
  return (
    <form
      {...formProps}
      className="grid max-w-160 grid-cols-[minmax(0,1fr)] gap-5"
      aria-label={variable ? `Change ${variable.key}` : "Add a variable"}
    >
      <Field label="Name" hint="Letters, digits and underscores, such as DEPLOY_PASSWORD." error={errors.key}>
        {(control) => (
          <Input
            {...control}
            name="key"
            defaultValue={variable?.key ?? ""}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            translate="no"
            className="font-mono"
          />
        )}
      </Field>
      <Field
        label={wasSecured ? "New value" : "Value"}
        hint={wasSecured ? "Nobody can read the one that is there. Leave the field empty to keep it." : undefined}
        error={errors.value}
      >
        {(control) => (
          <Textarea
            {...control}
            name="value"
            rows={2}
            defaultValue={variable?.value ?? ""}
            autoComplete="off"
            autoCapitalize="off"
            // A spell checker may send what is typed elsewhere.
            spellCheck={false}
            translate="no"
            className="font-mono"
          />
        )}
      </Field>
      <Tick name="secured" label="Secured" ticked={variable === null || wasSecured}>
        It’s encrypted, and can’t be read again: not here, not over the API. Only runs get it.
      </Tick>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label={variable ? "Save variable" : "Add variable"} pendingLabel="Saving…" />
        {leave}
      </FormFoot>
    </form>
  );
}
