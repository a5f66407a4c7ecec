"use client";
import { useEffect } from "react";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field, FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { BranchKind } from "@/lib/branching-models/model";
import { typeWords } from "./words";

export type ModelValues = {
  development: string | null;
  production: { enabled: boolean; branch: string | null };
  kinds: { kind: BranchKind; enabled: boolean; prefix: string }[];
  closesBranches: boolean;
};

/** Which branches are for what. */
export function ModelForm({
  values,
  mainBranch,
  action,
  focused,
}: {
  values: ModelValues;
  mainBranch: string;
  action: FormAction;
  /** It takes the place of what had the focus. */
  focused: boolean;
}) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, { onDone: saved.show });
  const { ref } = formProps;
  useEffect(() => {
    if (focused) ref.current?.querySelector("input")?.focus();
  }, [focused, ref]);
  const { development, production, kinds, closesBranches } = values;
  const branch = (name: string, label: string, value: string | null, error: string[] | undefined) => (
    <Field label={label} hint={`Empty: the main branch, ${mainBranch}.`} error={error}>
      {(control) => (
        <Input
          {...control}
          name={name}
          defaultValue={value ?? ""}
          autoComplete="off"
          spellCheck={false}
          className="font-mono"
        />
      )}
    </Field>
  );
  return (
    <form {...formProps} onChange={saved.hide} className="grid max-w-160 gap-5" aria-label="Branching model">
      {branch("development", "Development branch", development, errors.development)}
      <Tick name="production-enabled" label="There is a production branch" ticked={production.enabled}>
        What is deployed is on it.
      </Tick>
      {branch("production", "Production branch", production.branch, errors.production)}
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-semibold">Kinds of branches, by what their names begin with</legend>
        {kinds.map(({ kind, enabled, prefix }) => (
          <div key={kind} className="grid grid-cols-[minmax(10rem,1fr)_minmax(0,1fr)] items-center gap-3">
            <Tick name={`${kind}-enabled`} label={typeWords[kind]} ticked={enabled} />
            <Input
              name={`${kind}-prefix`}
              aria-label={`Prefix of ${kind} branches`}
              defaultValue={prefix}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
              aria-invalid={errors.branch_types ? true : undefined}
              aria-describedby={errors.branch_types ? "branch-types-error" : undefined}
            />
          </div>
        ))}
        {errors.branch_types ? <FieldError id="branch-types-error">{errors.branch_types[0]}</FieldError> : null}
      </fieldset>
      <Tick name="closesBranches" label="A merged pull request deletes its branch" ticked={closesBranches}>
        Unless it says otherwise when it is opened.
      </Tick>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label="Save branching model" pendingLabel="Saving…" />
        <Saved shown={saved.shown} />
      </FormFoot>
    </form>
  );
}
