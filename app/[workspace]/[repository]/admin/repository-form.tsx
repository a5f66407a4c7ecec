"use client";
import { useState } from "react";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormState } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelBody } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { UpdateRepositoryInput } from "@/lib/repositories/input";

type Settings = { name: string; description: string; mainBranch: string; project: string };

export function RepositoryForm({
  action,
  slug,
  repository,
  projects,
  branches,
}: {
  action: (was: Settings, previous: FormState<Settings>, form: FormData) => Promise<FormState<Settings>>;
  slug: string;
  repository: Settings;
  projects: { key: string; name: string }[];
  branches: string[];
}) {
  const saved = useSaved();
  // As the form was opened or last saved, which its fields show also where the page has news since.
  const [shown, setShown] = useState(repository);
  const { formProps, errors, message, pending } = useForm(action.bind(null, shown), {
    schema: UpdateRepositoryInput,
    onDone: (values) => {
      setShown(values);
      saved.show();
    },
  });
  const [project, setProject] = useState(repository.project);
  const nameOf = (key: string) => projects.find((candidate) => candidate.key === key)?.name ?? key;
  return (
    <Panel>
      <PanelBody>
        <form {...formProps} onChange={saved.hide} className="grid max-w-120 gap-5">
          <Field label="Name" error={errors.name}>
            {(control) => (
              <Input {...control} name="name" defaultValue={repository.name} autoComplete="off" spellCheck={false} />
            )}
          </Field>
          <Field label="Address" hint="Fixed: every clone and every link holds it.">
            {(control) => <Input {...control} value={slug} readOnly className="font-mono" />}
          </Field>
          <Field label="Description" error={errors.description}>
            {(control) => <Textarea {...control} name="description" defaultValue={repository.description} />}
          </Field>
          <MainBranch current={repository.mainBranch} branches={branches} error={errors.mainBranch} />
          <Field label="Project" error={errors.project}>
            {(control) => (
              <Select {...control} name="project" value={project} onChange={(event) => setProject(event.target.value)}>
                {projects.map(({ key, name }) => (
                  <option key={key} value={key}>
                    {name} ({key})
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {project === repository.project ? null : (
            <Notice tone="caution">
              <p>
                <strong>Access follows the project.</strong> Tokens and permissions of {nameOf(repository.project)} end
                here with the move, and those of {nameOf(project)} begin. The repository’s own stay.
              </p>
            </Notice>
          )}
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

/** One of the branches there are; before the first push, any name. */
function MainBranch({
  current,
  branches,
  error,
}: {
  current: string;
  branches: string[];
  error: string[] | undefined;
}) {
  const hint = "What a clone checks out, and what this site shows first.";
  if (branches.length === 0) {
    return (
      <Field label="Main branch" hint={hint} error={error}>
        {(control) => (
          <Input
            {...control}
            name="mainBranch"
            defaultValue={current}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
    );
  }
  const options = branches.includes(current) ? branches : [current, ...branches];
  return (
    <Field label="Main branch" hint={hint} error={error}>
      {(control) => (
        <Select {...control} name="mainBranch" defaultValue={current}>
          {options.map((branch) => (
            <option key={branch} value={branch}>
              {branches.includes(branch) ? branch : `${branch} (not pushed yet)`}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
