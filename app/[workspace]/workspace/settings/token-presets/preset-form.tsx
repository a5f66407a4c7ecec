"use client";
import { useState } from "react";
import { linesOf } from "@/app/_access-tokens/grant-draft";
import { ScopePicker } from "@/app/_access-tokens/scope-picker";
import { countOf } from "@/app/_access-tokens/words";
import { FormFoot, FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { text } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { offeredLifetimes } from "@/lib/access-tokens/expiry";
import type { Scope } from "@/lib/authorization/scopes";
import { savePresetAction } from "./actions";

/** Prepares a choice for everyone who creates tokens here. */
export function PresetForm({ workspace }: { workspace: string }) {
  const showToast = useToast();
  const [scopes, setScopes] = useState<readonly Scope[]>([]);
  const { formProps, errors, message, pending } = useForm<string>(
    (_, form) => {
      const days = text(form, "lifetimeDays");
      return savePresetAction({
        workspace,
        name: text(form, "name"),
        scopes: [...scopes],
        lifetimeDays: days === "" ? null : Number(days),
        addresses: linesOf(text(form, "addresses")),
        refs: linesOf(text(form, "refs")),
      });
    },
    {
      onDone: (name) => {
        formProps.ref.current?.reset();
        setScopes([]);
        showToast({ title: `${name} saved`, text: "It’s offered wherever a token is created here." });
      },
    },
  );
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Add a preset</h2>
      </PanelHead>
      <PanelBody>
        <form {...formProps} className="grid grid-cols-[minmax(0,1fr)] gap-6">
          <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
            <Field label="Name" hint="The job that it is for." error={errors.name} className="w-full max-w-96">
              {(control) => <Input {...control} name="name" autoComplete="off" spellCheck={false} />}
            </Field>
            <Field label="Expires" error={errors.lifetimeDays} className="w-full max-w-56">
              {(control) => (
                <Select {...control} name="lifetimeDays" defaultValue="90">
                  <option value="">Never</option>
                  {offeredLifetimes.map((days) => (
                    <option key={days} value={days}>
                      In {countOf(days, "day")}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
          <ScopePicker
            kind="workspace"
            chosen={scopes}
            onToggle={(scope) =>
              setScopes((before) =>
                before.includes(scope) ? before.filter((other) => other !== scope) : [...before, scope],
              )
            }
            error={errors.scopes?.[0]}
          />
          <div className="grid grid-cols-2 gap-x-6 gap-y-5 max-cards:grid-cols-1">
            <Field
              label="Addresses"
              hint="Addresses and CIDR ranges it may come from, one on a line. Empty: any."
              error={errors.addresses}
            >
              {(control) => <Textarea {...control} name="addresses" spellCheck={false} className="font-mono" />}
            </Field>
            <Field
              label="Push to"
              hint="Branches, or refs in full, one on a line: release/*, refs/tags/*. Empty: any."
              error={errors.refs}
            >
              {(control) => <Textarea {...control} name="refs" spellCheck={false} className="font-mono" />}
            </Field>
          </div>
          <FormMessage message={message} />
          <FormFoot>
            <SubmitButton pending={pending} label="Save preset" pendingLabel="Saving…" />
          </FormFoot>
        </form>
      </PanelBody>
    </Panel>
  );
}
