"use client";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useToast } from "@/components/ui/toast";
import { type EnvironmentType, environmentTypes } from "@/lib/environments/types";

/** An environment's name, and what it is for. Without one it adds one, and is empty again afterwards. */
export function EnvironmentForm({
  environment,
  action,
}: {
  environment: { name: string; type: EnvironmentType } | null;
  action: FormAction<string>;
}) {
  const saved = useSaved();
  const showToast = useToast();
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: (name) => {
      if (environment) return saved.show();
      formProps.ref.current?.reset();
      showToast({ title: `${name} added`, text: "Open it to give it variables." });
    },
  });
  return (
    <form
      {...formProps}
      onChange={saved.hide}
      className="grid grid-cols-[minmax(0,1fr)] gap-5"
      aria-label={environment ? "Environment" : "Add an environment"}
    >
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <Field label="Name" error={errors.name} className="w-full max-w-96">
          {(control) => (
            <Input
              {...control}
              name="name"
              defaultValue={environment?.name ?? ""}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label="For" error={errors.type} className="w-full max-w-56">
          {(control) => (
            <Select {...control} name="type" defaultValue={environment?.type ?? "Test"}>
              {environmentTypes.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton
          kind={environment ? "primary" : "default"}
          pending={pending}
          label={environment ? "Save environment" : "Add environment"}
          pendingLabel="Saving…"
        />
        <Saved shown={saved.shown} />
      </FormFoot>
    </form>
  );
}
