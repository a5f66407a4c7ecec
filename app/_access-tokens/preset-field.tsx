"use client";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { TokenPreset } from "@/lib/token-presets/preset";

/** Fills the form in with a choice that was prepared. What stands in it can be changed afterwards. */
export function PresetField({
  presets,
  chosen,
  workspace,
  onChoose,
}: {
  presets: readonly TokenPreset[];
  chosen: string | null;
  workspace: string;
  onChoose: (preset: TokenPreset) => void;
}) {
  const groups = [
    { label: `Of ${workspace}`, presets: presets.filter(({ builtIn }) => !builtIn) },
    { label: "Built in", presets: presets.filter(({ builtIn }) => builtIn) },
  ];
  return (
    <Field
      label="Preset"
      hint="Fills in scopes, end and limits for a usual job. You can change all of it."
      className="max-w-96"
    >
      {(control) => (
        <Select
          {...control}
          name="preset"
          value={chosen ?? ""}
          onChange={(event) => {
            const preset = presets.find(({ id }) => id === event.target.value);
            if (preset) onChoose(preset);
          }}
        >
          {chosen === null ? <option value="">None</option> : null}
          {groups
            .filter(({ presets }) => presets.length > 0)
            .map(({ label, presets }) => (
              <optgroup key={label} label={label}>
                {presets.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </optgroup>
            ))}
        </Select>
      )}
    </Field>
  );
}
