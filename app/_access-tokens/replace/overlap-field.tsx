"use client";
import { useMoment } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { endDate } from "@/components/ui/format-time";
import { Select } from "@/components/ui/select";
import { type Overlap, overlaps } from "@/lib/access-tokens/overlap";

const labels: Record<Overlap, string> = {
  0: "Not at all: it ends now",
  30: "30 minutes",
  1440: "24 hours",
  10080: "7 days",
};

/** How long the old secret lives on. When it ends stands beneath. */
export function OverlapField({ minutes, onChange }: { minutes: Overlap; onChange: (minutes: Overlap) => void }) {
  const { now, zone } = useMoment();
  return (
    <Field
      label="The old secret works on for"
      hint={
        minutes === 0
          ? "Whatever uses it fails until it gets the new one."
          : `It ends on ${endDate(new Date(now + minutes * 60_000), zone)}, or when you end it.`
      }
      className="max-w-96"
    >
      {(control) => (
        <Select
          {...control}
          name="overlap"
          value={minutes}
          onChange={(event) => {
            const chosen = overlaps.find((each) => each === Number(event.target.value));
            if (chosen !== undefined) onChange(chosen);
          }}
        >
          {overlaps.map((each) => (
            <option key={each} value={each}>
              {labels[each]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
