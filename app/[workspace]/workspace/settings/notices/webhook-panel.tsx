"use client";
import { useState } from "react";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { KindChoice } from "@/app/_notices/kind-choice";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { NoticeWebhook } from "@/lib/notices/webhook";
import type { ShownSecret } from "./actions";
import { WebhookActions } from "./webhook-actions";
import { WebhookSecret } from "./webhook-secret";

/** Where notices are posted, what of them, and what can be done with it. */
export function WebhookPanel({
  workspace,
  webhook,
  action,
}: {
  workspace: string;
  webhook: NoticeWebhook | null;
  action: FormAction<ShownSecret>;
}) {
  const saved = useSaved();
  const [secret, setSecret] = useState<string | null>(null);
  const { formProps, errors, message, pending } = useForm(action, {
    onDone: (shown) => {
      setSecret(shown.secret);
      saved.show();
    },
  });
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">Webhook</h2>
      </PanelHead>
      <PanelBody className="grid gap-6">
        <form {...formProps} onChange={saved.hide} className="grid max-w-140 gap-5" aria-label="Webhook">
          <Field
            label="Address"
            hint="Each notice is posted to it as JSON, signed with a secret that you see once."
            error={errors.url}
          >
            {(control) => (
              <Input
                {...control}
                name="url"
                type="url"
                defaultValue={webhook?.url ?? ""}
                placeholder="https://hooks.example.com/latchkey"
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </Field>
          <KindChoice legend="Events" mutedKinds={webhook?.mutedKinds ?? []} />
          <FormMessage message={message} />
          <FormFoot>
            <SubmitButton
              pending={pending}
              label={webhook ? "Save webhook" : "Create webhook"}
              pendingLabel="Saving…"
            />
            <Saved shown={saved.shown} />
          </FormFoot>
        </form>
        {webhook ? <WebhookActions workspace={workspace} onSecret={setSecret} /> : null}
      </PanelBody>
      <WebhookSecret secret={secret} onLeave={() => setSecret(null)} />
    </Panel>
  );
}
