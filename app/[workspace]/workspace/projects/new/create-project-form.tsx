"use client";
import { useState } from "react";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { CreateProjectInput } from "@/lib/projects/input";
import { suggestKey } from "./suggest-key";

export function CreateProjectForm({ action, cancel }: { action: FormAction; cancel: string }) {
  const { formProps, errors, message, pending } = useForm(action, { schema: CreateProjectInput });
  const [name, setName] = useState("");
  const [typedKey, setTypedKey] = useState<string | null>(null);
  return (
    <form {...formProps} className="grid max-w-120 gap-5">
      <Field label="Name" error={errors.name}>
        {(control) => (
          <Input
            {...control}
            name="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Key"
        hint="Short, in capitals, such as PLAT. It stands in addresses and stays as it is."
        error={errors.key}
        className="max-w-48"
      >
        {(control) => (
          <Input
            {...control}
            name="key"
            value={typedKey ?? suggestKey(name)}
            onChange={(event) => setTypedKey(event.target.value.toUpperCase())}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Description" hint="What belongs in it. May stay empty." error={errors.description}>
        {(control) => <Textarea {...control} name="description" />}
      </Field>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label="Create project" pendingLabel="Creating…" />
        <ButtonLink href={cancel} kind="quiet">
          Cancel
        </ButtonLink>
      </FormFoot>
    </form>
  );
}
