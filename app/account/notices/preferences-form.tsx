"use client";
import { FormFoot, FormMessage, Saved, SubmitButton } from "@/app/_forms/form-parts";
import type { FormAction } from "@/app/_forms/form-state";
import { Tick } from "@/app/_forms/tick";
import { useForm } from "@/app/_forms/use-form";
import { useSaved } from "@/app/_forms/use-saved";
import { KindChoice } from "@/app/_notices/kind-choice";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import type { NoticePreferences } from "@/lib/notices/preferences";

export function PreferencesForm({
  preferences: { workspace, inbox, email: wantsEmail, mutedKinds },
  email,
  action,
}: {
  preferences: NoticePreferences;
  /** The person's address; null where this server sends no mail. */
  email: string | null;
  action: FormAction;
}) {
  const saved = useSaved();
  const { formProps, message, pending } = useForm(action, { onDone: saved.show });
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base [overflow-wrap:anywhere]">{workspace.name}</h2>
      </PanelHead>
      <PanelBody>
        <form {...formProps} onChange={saved.hide} className="grid gap-5" aria-label={`Notices of ${workspace.name}`}>
          <div className="grid gap-5 phone:grid-cols-2">
            <fieldset className="grid content-start gap-2">
              <legend className="mb-2 font-semibold">How</legend>
              <Tick name="inbox" label="In my inbox" ticked={inbox} />
              {email === null ? (
                <input type="hidden" name="email" value={wantsEmail ? "on" : ""} />
              ) : (
                <Tick name="email" label="By e-mail" ticked={wantsEmail}>
                  To {email}
                </Tick>
              )}
            </fieldset>
            <KindChoice legend="Events" mutedKinds={mutedKinds} />
          </div>
          <FormMessage message={message} />
          <FormFoot>
            <SubmitButton pending={pending} kind="default" label="Save" pendingLabel="Saving…" />
            <Saved shown={saved.shown} />
          </FormFoot>
        </form>
      </PanelBody>
    </Panel>
  );
}
