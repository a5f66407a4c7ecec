import type { Metadata } from "next";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { PageHead, Stack } from "@/components/page";
import { isMailConfigured } from "@/lib/mail/send";
import { getNoticeWebhook } from "@/lib/notices/webhook";
import { adminNames } from "@/lib/permissions/list";
import { saveWebhookAction } from "./actions";
import { MailPanel } from "./mail-panel";
import { WebhookPanel } from "./webhook-panel";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Notices · ${workspace.slug}` } };
}

export default async function WorkspaceNoticesPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const webhook = await getNoticeWebhook(caller, { workspace: workspace.slug });
  if (!webhook.ok && webhook.error.code === "insufficient_scope") {
    return (
      <Refusal
        title="Notices"
        rule={`Only admins of ${workspace.slug} set where its notices go.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  return (
    <>
      <PageHead title="Notices">
        The admins of a token hear in their inboxes when it expires, leaks or is used by nobody. Send the same to other
        software, too.
      </PageHead>
      <Stack>
        <WebhookPanel
          workspace={workspace.slug}
          webhook={orNotFound(webhook)}
          action={saveWebhookAction.bind(null, workspace.slug)}
        />
        <MailPanel workspace={workspace.slug} email={caller.principal.email} configured={isMailConfigured} />
      </Stack>
    </>
  );
}
