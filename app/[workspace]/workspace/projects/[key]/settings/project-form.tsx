"use client";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Panel, PanelBody } from "@/components/ui/panel";
import { UpdateProjectInput } from "@/lib/projects/input";

export function ProjectForm({
  action,
  project,
}: {
  action: FormAction;
  project: { key: string; name: string; description: string };
}) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, { schema: UpdateProjectInput, onDone: saved.show });
  return (
    <Panel>
      <PanelBody>
        <form {...formProps} onChange={saved.hide} className="grid max-w-120 gap-5">
          <Field label="Name" error={errors.name}>
            {(control) => (
              <Input {...control} name="name" defaultValue={project.name} autoComplete="off" spellCheck={false} />
            )}
          </Field>
          <Field label="Key" hint="Fixed: addresses hold it." className="max-w-48">
            {(control) => <Input {...control} value={project.key} readOnly className="font-mono" />}
          </Field>
          <Field label="Description" error={errors.description}>
            {(control) => <Textarea {...control} name="description" defaultValue={project.description} />}
          </Field>
          <FormMessage message={message} />
          <FormFoot>
            <SubmitButton pending={pending} label="Save changes" pendingLabel="Saving…" />
            <Saved shown={saved.shown} />
          </FormFoot>
        </form>
      </PanelBody>
    </Panel>
  );
}
