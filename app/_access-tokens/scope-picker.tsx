"use client";
import { Lock } from "lucide-react";
import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { cx } from "@/components/ui/class-names";
import { FieldError, Hint } from "@/components/ui/field";
import { Icon } from "@/components/ui/icon";
import { Panel } from "@/components/ui/panel";
import { assignableScopes, type ResourceKind, type Scope, scopeDefinition } from "@/lib/authorization/scopes";
import { includedIn } from "./scope-chips";

/**
 * The scopes that a token of this kind may hold. One that another ticked one includes is ticked and locked; once that is
 * unticked it's back to what the person had chosen.
 */
export function ScopePicker({
  kind,
  available = assignableScopes(kind),
  chosen,
  onToggle,
  error,
}: {
  kind: ResourceKind;
  /** Those that may be chosen: all of the kind, unless a replacement holds fewer. */
  available?: readonly Scope[];
  chosen: readonly Scope[];
  onToggle: (scope: Scope) => void;
  error: string | undefined;
}) {
  const id = useId();
  const groups = [...new Set(available.map((scope) => scopeDefinition(scope).group))];
  return (
    <fieldset aria-describedby={`${id}-hint`} className="min-w-0">
      <legend className="mb-0.5 font-semibold">Scopes</legend>
      {error ? (
        <FieldError id={`${id}-hint`} className="mb-2">
          {error}
        </FieldError>
      ) : (
        <Hint id={`${id}-hint`} className="mb-2">
          Choose the least that does the job. A scope includes another only where this list says so.
        </Hint>
      )}
      <Panel className={error ? "border-danger-control inset-ring inset-ring-danger-control" : ""}>
        {groups.map((group, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend can't stand beside its lines.
          <div
            key={group}
            role="group"
            aria-labelledby={`${id}-group-${index}`}
            className="grid grid-cols-[8.5rem_minmax(0,1fr)] not-first:border-t cards:py-1.5 max-cards:grid-cols-1 max-cards:pt-3 max-cards:pb-2"
          >
            <span id={`${id}-group-${index}`} className="pl-4 font-semibold cards:pt-[0.4375rem] max-cards:pb-1">
              {group}
            </span>
            <div>
              {available
                .filter((scope) => scopeDefinition(scope).group === group)
                .map((scope) => (
                  <ScopeLine
                    key={scope}
                    scope={scope}
                    kind={kind}
                    ticked={chosen.includes(scope)}
                    includedIn={includedIn(scope, chosen)}
                    describedBy={error ? `${id}-hint` : undefined}
                    onToggle={() => onToggle(scope)}
                  />
                ))}
            </div>
          </div>
        ))}
      </Panel>
    </fieldset>
  );
}

function ScopeLine({
  scope,
  kind,
  ticked,
  includedIn,
  describedBy,
  onToggle,
}: {
  scope: Scope;
  kind: ResourceKind;
  ticked: boolean;
  includedIn: string | null;
  describedBy: string | undefined;
  onToggle: () => void;
}) {
  const { level, allows } = scopeDefinition(scope);
  const locked = includedIn !== null;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside, behind a component.
    <label
      className={cx(
        "grid items-start gap-3 rounded-md py-[0.4375rem] pr-4 pl-3 cards:mr-1.5 cards:grid-cols-[1rem_7.25rem_minmax(0,1fr)_13rem] max-cards:grid-cols-[1.25rem_minmax(0,1fr)_auto] max-cards:gap-y-0 max-cards:rounded-none max-cards:px-4 max-cards:py-2.5",
        locked ? "cursor-default" : "cursor-pointer hover:bg-hover",
        ticked && !locked && "bg-accent-soft! forced-colors:outline forced-colors:-outline-offset-1",
      )}
    >
      <Checkbox
        name="scopes"
        value={scope}
        checked={ticked || locked}
        locked={locked}
        aria-describedby={describedBy}
        onChange={onToggle}
        className="cards:mt-0.5 max-cards:size-5!"
      />
      <span className="font-medium">{level}</span>
      <span className="text-muted max-cards:col-span-2 max-cards:col-start-2 max-cards:row-start-2">
        {typeof allows === "string" ? allows : allows[kind]}
      </span>
      {locked ? (
        <span className="inline-flex items-center gap-1 justify-self-end text-xs/5 text-muted max-cards:col-span-2 max-cards:col-start-2 max-cards:row-start-3 max-cards:justify-self-start">
          <Icon icon={Lock} size={12} />
          included in {includedIn}
        </span>
      ) : (
        <code className="justify-self-end text-xs/5 text-muted max-cards:col-start-3 max-cards:row-start-1">
          {scope}
        </code>
      )}
    </label>
  );
}
