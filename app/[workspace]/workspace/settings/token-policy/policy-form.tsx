"use client";
import { type ReactNode, useId } from "react";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Hint } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody } from "@/components/ui/panel";
import type { TokenPolicy } from "@/lib/token-policies/policy";
import { PolicyForm as PolicyFormInput } from "./policy-input";

export function PolicyForm({ action, policy }: { action: FormAction; policy: TokenPolicy }) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, { schema: PolicyFormInput, onDone: saved.show });
  return (
    <Panel>
      <PanelBody>
        <form {...formProps} onChange={saved.hide} className="grid max-w-140 gap-6">
          <Group title="Expiry">
            <NumberField
              name="longestLifetimeDays"
              label="Longest lifetime, in days"
              hint="Empty: no limit. With a limit, no token may live for ever."
              value={policy.longestLifetimeDays}
              error={errors.longestLifetimeDays}
            />
            <Box name="neverExpiresAllowed" label="Tokens may never expire" ticked={policy.neverExpiresAllowed}>
              Where this is off, whoever creates a token has to choose its end.
            </Box>
            <Box
              name="strongScopesExpire"
              label="Tokens with admin or delete scopes have to expire"
              ticked={policy.strongScopesExpire}
            >
              Also where others may live for ever.
            </Box>
          </Group>
          <Group title="Who creates tokens">
            <Box
              name="repositoryAdminsMayIssue"
              label="Admins of a repository may create its tokens"
              ticked={policy.repositoryAdminsMayIssue}
            >
              Where this is off, only admins of its project or of the workspace do. They can all still revoke.
            </Box>
          </Group>
          <Group title="Requests of one token in an hour">
            <NumberField
              name="apiRequestsPerHour"
              label="To repositories in the API"
              hint="Empty: no limit."
              value={policy.apiRequestsPerHour}
              error={errors.apiRequestsPerHour}
            />
            <NumberField
              name="gitRequestsPerHour"
              label="To git"
              hint="Empty: no limit. A clone or a push takes two or three."
              value={policy.gitRequestsPerHour}
              error={errors.gitRequestsPerHour}
            />
          </Group>
          <Group title="Leaks">
            <Box
              name="refusesPushedSecrets"
              label="Refuse pushes that hold the secret of a live token"
              ticked={policy.refusesPushedSecrets}
            >
              Git says in which commit and file it stands.
            </Box>
          </Group>
          <FormMessage message={message} />
          <FormFoot>
            <SubmitButton pending={pending} label="Save policy" pendingLabel="Saving…" />
            <Saved shown={saved.shown} />
          </FormFoot>
        </form>
      </PanelBody>
    </Panel>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-3 text-base font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

function NumberField({
  name,
  label,
  hint,
  value,
  error,
}: {
  name: keyof TokenPolicy;
  label: string;
  hint: string;
  value: number | null;
  error: string[] | undefined;
}) {
  return (
    <Field label={label} hint={hint} error={error} className="max-w-64">
      {(control) => (
        <Input
          {...control}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          defaultValue={value === null ? "" : String(value)}
        />
      )}
    </Field>
  );
}

function Box({
  name,
  label,
  ticked,
  children,
}: {
  name: keyof TokenPolicy;
  label: string;
  ticked: boolean;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <Checkbox id={id} name={name} defaultChecked={ticked} aria-describedby={`${id}-hint`} className="mt-0.5" />
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <Hint id={`${id}-hint`} className="col-start-2">
        {children}
      </Hint>
    </div>
  );
}
