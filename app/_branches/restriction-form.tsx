"use client";
import { useId, useState } from "react";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { type Person, PersonMark } from "@/app/_people/person";
import { Field, FieldError } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { isRestrictionKind, type RestrictionKind, restrictionKinds } from "@/lib/branch-restrictions/kinds";
import type { BranchType } from "@/lib/branching-models/model";
import { kindWords } from "./words";

export type Offered = {
  types: { type: BranchType; label: string }[];
  people: Choices;
  tokens: Choices;
};

type Choices = {
  items: { person: Person; detail: string }[] /** There are others, which aren't offered. */;
  more: boolean;
};

type Values = {
  kind: string;
  pattern: string | null;
  branchType: BranchType | null;
  value: number | null;
  exempt: readonly string[];
};

const kinds = Object.keys(kindWords).filter(isRestrictionKind);
const groups = [...new Set(kinds.map((kind) => kindWords[kind].group))];

/**
 * What is restricted, on which branches, and for whom not. Without values it makes a restriction, and is then ready for the
 * next one: the rule and the kind of branches stay chosen.
 */
export function RestrictionForm({
  values,
  offered,
  action,
}: {
  values: Values | null;
  offered: Offered;
  action: FormAction;
}) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: () => {
      if (!values) formProps.ref.current?.reset();
      saved.show();
    },
  });
  const first = values?.kind ?? "push";
  const [kind, setKind] = useState<RestrictionKind>(isRestrictionKind(first) ? first : "push");
  const [branchType, setBranchType] = useState(values?.branchType ?? "");
  const { counts, exempts } = restrictionKinds[kind];
  return (
    <form {...formProps} onInput={saved.hide} className="grid max-w-160 gap-5" aria-label="Branch restriction">
      <Field label="Rule" error={errors.kind}>
        {(control) => (
          <Select
            {...control}
            name="kind"
            value={kind}
            onChange={({ target }) => isRestrictionKind(target.value) && setKind(target.value)}
          >
            {groups.map((group) => (
              <optgroup key={group} label={group}>
                {kinds
                  .filter((one) => kindWords[one].group === group)
                  .map((one) => (
                    <option key={one} value={one}>
                      {kindWords[one].label}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Branches" error={errors.branch_type ?? errors.branchType}>
        {(control) => (
          <Select
            {...control}
            name="branchType"
            value={branchType}
            onChange={({ target }) =>
              setBranchType(offered.types.find(({ type }) => type === target.value)?.type ?? "")
            }
          >
            <option value="">By their name</option>
            {offered.types.map(({ type, label }) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {branchType === "" ? (
        <Field
          label="Name or pattern"
          hint="Such as main, or release/*. A star stands for any characters, slashes included."
          error={errors.pattern}
        >
          {(control) => (
            <Input
              {...control}
              name="pattern"
              defaultValue={values?.pattern ?? ""}
              autoComplete="off"
              spellCheck={false}
              className="font-mono"
            />
          )}
        </Field>
      ) : null}
      {counts ? (
        <Field label={kindWords[kind].counts} error={errors.value}>
          {(control) => (
            <Input
              {...control}
              name="value"
              inputMode="numeric"
              autoComplete="off"
              defaultValue={values?.value ?? (kind === "require_commits_behind" ? 0 : 1)}
            />
          )}
        </Field>
      ) : null}
      {exempts ? (
        <Exempt offered={offered} ticked={values?.exempt ?? []} error={errors.users ?? errors.exempt} />
      ) : null}
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton
          pending={pending}
          label={values ? "Save restriction" : "Add restriction"}
          pendingLabel="Saving…"
        />
        <Saved shown={saved.shown} label={values ? "Saved" : "Added"} />
      </FormFoot>
    </form>
  );
}

function Exempt({
  offered: { people, tokens },
  ticked,
  error,
}: {
  offered: Offered;
  ticked: readonly string[];
  error: string[] | undefined;
}) {
  const id = useId();
  return (
    // In place of a field that could be at fault.
    <fieldset
      className="grid gap-3"
      aria-describedby={error ? `${id}-error` : undefined}
      {...(error ? { "data-form-message": "", tabIndex: -1 } : {})}
    >
      <legend className="mb-2 font-semibold">Leaves out</legend>
      {error ? <FieldError id={`${id}-error`}>{error[0]}</FieldError> : null}
      <ExemptGroup title="People" choices={people} ticked={ticked} />
      {tokens.items.length > 0 ? <ExemptGroup title="Access tokens" choices={tokens} ticked={ticked} /> : null}
      <p className="text-sm text-muted">Everybody else is bound, admins too.</p>
    </fieldset>
  );
}

function ExemptGroup({ title, choices, ticked }: { title: string; choices: Choices; ticked: readonly string[] }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium text-muted">{title}</legend>
      {choices.items.map(({ person, detail }) => (
        <Tick
          key={person.id}
          name="exempt"
          value={person.id}
          label={
            <span className="flex min-w-0 items-start gap-2">
              <PersonMark person={person} size="small" />
              <span className="min-w-0 [overflow-wrap:anywhere]">{person.name}</span>
            </span>
          }
          ticked={ticked.includes(person.id)}
        >
          {detail}
        </Tick>
      ))}
      {choices.more ? (
        <p className="text-sm text-muted">
          There are more than these {choices.items.length}. The API takes the others.
        </p>
      ) : null}
    </fieldset>
  );
}
