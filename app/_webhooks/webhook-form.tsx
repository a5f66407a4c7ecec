"use client";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { Field, Hint } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Webhook } from "@/lib/webhooks/webhook";

export type OfferedEvent = { key: string; category: string; label: string; description: string };

/** Where a webhook goes and what it hears of. Without one it makes one. */
export function WebhookForm({
  webhook,
  events,
  action,
  onDone,
}: {
  webhook: Webhook | null;
  events: OfferedEvent[];
  action: FormAction;
  onDone?: () => void;
}) {
  const saved = useSaved();
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: () => {
      saved.show();
      onDone?.();
    },
  });
  const ticked = webhook?.events ?? ["repo:push"];
  return (
    <form {...formProps} onChange={saved.hide} className="grid max-w-160 gap-5" aria-label="Webhook">
      <Field label="Address" hint="Each event is posted to it as JSON." error={errors.url}>
        {(control) => (
          <Input
            {...control}
            name="url"
            type="url"
            defaultValue={webhook?.url ?? ""}
            placeholder="https://ci.example.com/hook"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <Field label="Description" error={errors.description}>
        {(control) => <Input {...control} name="description" defaultValue={webhook?.description ?? ""} />}
      </Field>
      <Field
        label="Secret"
        hint={
          webhook?.hasSecret
            ? "It signs each delivery. Nobody can read it here. Leave the field empty to keep it."
            : "It signs each delivery: X-Hub-Signature is the HMAC-SHA-256 of the body."
        }
        error={errors.secret}
      >
        {(control) => <Input {...control} name="secret" type="password" autoComplete="new-password" />}
      </Field>
      {webhook?.hasSecret ? (
        <Tick name="withoutSecret" label="Take the secret away: deliveries aren’t signed" ticked={false} />
      ) : null}
      <Events events={events} ticked={ticked} errors={errors.events} />
      <Tick name="active" label="On" ticked={webhook?.active ?? true}>
        While it’s off, events aren’t kept for it. What waits already stays.
      </Tick>
      <FormMessage message={message} />
      <FormFoot>
        <SubmitButton pending={pending} label={webhook ? "Save webhook" : "Add webhook"} pendingLabel="Saving…" />
        <Saved shown={saved.shown} />
      </FormFoot>
    </form>
  );
}

function Events({ events, ticked, errors }: { events: OfferedEvent[]; ticked: string[]; errors?: string[] }) {
  const categories = [...new Set(events.map(({ category }) => category))];
  return (
    <fieldset className="grid gap-4" aria-describedby={errors ? "events-error" : undefined}>
      <legend className="mb-2 font-semibold">Events</legend>
      {errors ? (
        <p id="events-error" className="text-sm text-danger-fg" role="alert">
          {errors.join(" ")}
        </p>
      ) : null}
      {categories.map((category) => (
        <div key={category} className="grid gap-2">
          <Hint id={`events-${category}`}>{category}</Hint>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2">
            {events
              .filter((event) => event.category === category)
              .map(({ key, label, description }) => (
                <span key={key} title={description}>
                  <Tick name="events" value={key} label={label} ticked={ticked.includes(key)} />
                </span>
              ))}
          </div>
        </div>
      ))}
    </fieldset>
  );
}
