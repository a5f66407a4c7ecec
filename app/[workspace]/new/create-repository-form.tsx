"use client";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { NameAndSlug } from "@/app/_forms/name-and-slug";
import { useForm } from "@/app/_forms/use-form";
import { ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { CreateRepositoryInput } from "@/lib/repositories/input";

export function CreateRepositoryForm({
  action,
  workspace,
  projects,
  chosen,
}: {
  action: FormAction;
  workspace: string;
  projects: { key: string; name: string }[];
  chosen: string;
}) {
  const { formProps, errors, message, pending } = useForm(action, { schema: CreateRepositoryInput });
  return (
    <form {...formProps} className="grid max-w-120 gap-5">
      <Field label="Project" hint="Its permissions and tokens hold for the repository." error={errors.project}>
        {(control) => (
          <Select {...control} name="project" defaultValue={chosen}>
            {projects.map(({ key, name }) => (
              <option key={key} value={key}>
                {name} ({key})
              </option>
            ))}
          </Select>
        )}
      </Field>
      <NameAndSlug
        errors={errors}
        nameHint="As people call it."
        slugHint="Stands in all addresses, of pages and of git. It stays as it is."
        addressStart={`/${workspace}/`}
      />
      <Field label="Description" hint="What it’s for, in a line. May stay empty." error={errors.description}>
        {(control) => <Textarea {...control} name="description" rows={2} />}
      </Field>
      <Field label="Main branch" hint="What a clone checks out." error={errors.mainBranch} className="max-w-64">
        {(control) => (
          <Input
            {...control}
            name="mainBranch"
            defaultValue="main"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label="Create repository" pendingLabel="Creating…" />
        <ButtonLink href={`/${workspace}`} kind="quiet">
          Cancel
        </ButtonLink>
      </FormFoot>
    </form>
  );
}
