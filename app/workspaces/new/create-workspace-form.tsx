"use client";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { NameAndSlug } from "@/app/_forms/name-and-slug";
import { useForm } from "@/app/_forms/use-form";
import { ButtonLink } from "@/components/ui/button";
import { CreateWorkspaceInput } from "@/lib/workspaces/input";
import { createWorkspaceAction } from "./actions";

export function CreateWorkspaceForm() {
  const { formProps, errors, message, pending } = useForm(createWorkspaceAction, { schema: CreateWorkspaceInput });
  return (
    <form {...formProps} className="grid max-w-120 gap-5">
      <NameAndSlug
        errors={errors}
        nameHint="As people call it: the company, the department, the team."
        slugHint="Stands in all addresses, of pages and of git. It stays as it is."
        addressStart="/"
      />
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label="Create workspace" pendingLabel="Creating…" />
        <ButtonLink href="/" kind="quiet">
          Cancel
        </ButtonLink>
      </FormFoot>
    </form>
  );
}
