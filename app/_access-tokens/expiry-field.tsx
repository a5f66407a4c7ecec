"use client";
import { useMoment } from "@/components/ui/clock";
import { Field } from "@/components/ui/field";
import { endDate } from "@/components/ui/format-time";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { expiresAt } from "@/lib/access-tokens/expiry";
import {
  type ExpiryChoice,
  type ExpiryOffer,
  type ExpiryOption,
  expiryInput,
  lastWholeDay,
  offeredOption,
  plural,
  shownLifetimes,
} from "./expiry-choice";

/** When the token ends by itself. The date that comes of it stands beneath, with its zone. */
export function ExpiryField({
  choice,
  offer,
  onChange,
  error,
}: {
  choice: ExpiryChoice;
  offer: ExpiryOffer;
  onChange: (choice: ExpiryChoice) => void;
  error: string[] | undefined;
}) {
  const { now } = useMoment();
  const option = offeredOption(choice, offer);
  const end = useEnd(choice, offer);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <Field
        label="Expires"
        error={option === "date" ? undefined : error}
        hint={option === "date" ? offer.why : [end, offer.why].filter(Boolean).join(" ")}
        className="w-full max-w-96"
      >
        {(control) => (
          <Select
            {...control}
            name="expiry"
            value={option}
            onChange={(event) => onChange({ ...choice, option: event.target.value as ExpiryOption })}
          >
            {option === "" ? <option value="">Choose when</option> : null}
            {offer.never ? <option value="never">Never</option> : null}
            {shownLifetimes(option, offer).map((days) => (
              <option key={days} value={days}>
                In {days.toLocaleString("en")} {plural("day", days)}
              </option>
            ))}
            {offer.upToLatest ? <option value="longest">As late as it may</option> : null}
            <option value="date">On a date</option>
          </Select>
        )}
      </Field>
      {option === "date" ? (
        <Field label="Last day" error={error} hint={end} className="w-full max-w-56">
          {(control) => (
            <Input
              {...control}
              type="date"
              name="expiryDate"
              value={choice.date}
              min={lastWholeDay(new Date(now + 24 * 60 * 60_000))}
              max={offer.latest ? lastWholeDay(offer.latest) : undefined}
              onChange={(event) => onChange({ ...choice, date: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

/** "It never expires." or "It expires on 22 Feb 2027, 17:04 CET."; null where nothing is chosen yet. */
export function useEnd(choice: ExpiryChoice, offer: ExpiryOffer): string | null {
  const { now, zone } = useMoment();
  const input = expiryInput(choice, offer);
  if (input === null) return null;
  const moment = expiresAt(input, new Date(now));
  return moment === null ? "It never expires." : `It expires on ${endDate(moment, zone)}.`;
}
