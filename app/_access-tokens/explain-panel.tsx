"use client";
import { CircleCheck, CircleX } from "lucide-react";
import { useId, useState } from "react";
import { FormMessage } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Input } from "@/components/ui/input";
import { PanelBody } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { ResourceKind } from "@/lib/authorization/scopes";
import type { ExplainedForm } from "./explain-action";

export type ExplainableOperation = { name: string; words: string; on: ResourceKind | null };

const groups: { label: string; on: ResourceKind | null }[] = [
  { label: "On a repository", on: "repository" },
  { label: "On a project", on: "project" },
  { label: "On a workspace", on: "workspace" },
  { label: "On itself", on: null },
];
const fieldNames = { repository: "Repository", project: "Project", workspace: "Workspace" };
const hints = {
  repository: "Its workspace and name, such as acme/api.",
  project: "Its workspace and key, such as acme/PLAT.",
  workspace: "Its name in addresses, such as acme.",
};

/** Whether the token may do something, and the rule that decides. Asks the server; needs no secret. */
export function ExplainPanel({
  action,
  operations,
  suggested,
}: {
  action: FormAction<ExplainedForm>;
  operations: readonly ExplainableOperation[];
  /** What is first in the field for each kind: the token's own resource. */
  suggested: Partial<Record<ResourceKind, string>>;
}) {
  const hintId = useId();
  const { formProps, errors, message, pending, value } = useForm(action);
  const [name, setName] = useState(operations[0]?.name ?? "");
  // An answer is to what was asked: it goes with the next change.
  const [stale, setStale] = useState(false);
  const on = operations.find((operation) => operation.name === name)?.on ?? null;
  return (
    <PanelBody>
      <form
        {...formProps}
        className="grid gap-3"
        aria-describedby={hintId}
        onChange={() => setStale(true)}
        onSubmit={(event) => {
          setStale(false);
          formProps.onSubmit(event);
        }}
      >
        <p id={hintId} className="text-sm text-muted">
          Whether this token may do something, and the rule that decides.
        </p>
        <FormMessage message={message} />
        <Field label="Operation" error={errors.operation}>
          {(control) => (
            <Select {...control} name="operation" value={name} onChange={(event) => setName(event.target.value)}>
              {groups.map((group) => (
                <optgroup key={group.label} label={group.label}>
                  {operations
                    .filter((operation) => operation.on === group.on)
                    .map((operation) => (
                      <option key={operation.name} value={operation.name}>
                        {operation.words}
                      </option>
                    ))}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
        {on === null ? null : (
          <Field key={on} label={fieldNames[on]} hint={hints[on]} error={errors.target}>
            {(control) => (
              <Input
                {...control}
                name="target"
                defaultValue={suggested[on] ?? ""}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                maxLength={210}
              />
            )}
          </Field>
        )}
        <Button type="submit" pending={pending} className="justify-self-start max-phone:justify-self-stretch">
          {pending ? "Explaining…" : "Explain"}
        </Button>
      </form>
      <div role="status">{value && !stale && !pending ? <Answer {...value} /> : null}</div>
    </PanelBody>
  );
}

function Answer({ allowed, status, reason, conditions }: ExplainedForm) {
  return (
    <div className="mt-3 grid gap-1 border-t pt-3">
      <p className={`flex items-center gap-1.5 font-semibold ${allowed ? "text-success-fg" : "text-danger-fg"}`}>
        <Icon icon={allowed ? CircleCheck : CircleX} />
        {allowed ? "Allowed" : `Refused, answered with ${status}`}
      </p>
      <p className="[overflow-wrap:anywhere]">{reason}</p>
      {conditions.map((condition) => (
        <p key={condition} className="text-sm text-muted [overflow-wrap:anywhere]">
          {condition}
        </p>
      ))}
    </div>
  );
}
