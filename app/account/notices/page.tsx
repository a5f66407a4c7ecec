import type { Metadata } from "next";
import { requireUser } from "@/app/_session/caller";
import { orNotFound } from "@/app/_shell/open";
import { PageHead, Stack } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { isMailConfigured } from "@/lib/mail/send";
import { listNoticePreferences } from "@/lib/notices/preferences";
import { savePreferencesAction } from "./actions";
import { PreferencesForm } from "./preferences-form";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage() {
  const caller = await requireUser();
  const preferences = orNotFound(await listNoticePreferences(caller, {}));
  return (
    <>
      <PageHead title="Notices">
        What you hear of the tokens that you are an admin of, and how: a choice for each of your workspaces.
        {isMailConfigured ? null : " This server sends no mail, so the inbox alone is to be had."}
      </PageHead>
      <Stack>
        {preferences.length === 0 ? (
          <Panel>
            <EmptyState title="You are in no workspace yet">
              Once you are, you choose here what you hear of it.
            </EmptyState>
          </Panel>
        ) : (
          preferences.map((each) => (
            <PreferencesForm
              key={each.workspace.slug}
              preferences={each}
              email={isMailConfigured ? caller.principal.email : null}
              action={savePreferencesAction.bind(null, each.workspace.slug)}
            />
          ))
        )}
      </Stack>
    </>
  );
}
