"use client";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody } from "@/components/ui/panel";
import { UpdateWorkspaceInput } from "@/lib/workspaces/input";

export function WorkspaceForm({
  action,
  workspace,
}: {
  action: FormAction;
  workspace: { slug: string; name: string };
}) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, { schema: UpdateWorkspaceInput, onDone: saved.show });
  return (
    <Panel>
      <PanelBody>
        <form {...formProps} onChange={saved.hide} className="grid max-w-120 gap-5">
          <Field label="Name" error={errors.name}>
            {(control) => (
              <Input {...control} name="name" defaultValue={workspace.name} autoComplete="off" spellCheck={false} />
            )}
          </Field>
          <Field label="Address" hint="Fixed: every clone and every link holds it.">
            {(control) => <Input {...control} value={workspace.slug} readOnly className="font-mono" />}
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
