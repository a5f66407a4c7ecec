import type { Metadata } from "next";
import { openWorkspace } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { WebhooksPage } from "@/app/_webhooks/webhooks-page";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Webhooks · ${workspace.slug}` } };
}

export default async function WorkspaceWebhooksPage({ params }: Params) {
  const { workspace: slug } = await params;
  const { caller, workspace } = await openWorkspace(slug);
  if (!can(caller.principal, "webhook", workspace.resource)) {
    return (
      <Refusal
        title="Webhooks"
        rule={`Only admins of ${workspace.slug} manage its webhooks.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  const owner = { kind: "workspace" as const, workspace: workspace.slug };
  const path = `/${workspace.slug}/workspace/settings/webhooks`;
  return <WebhooksPage caller={caller} subject={{ owner, label: workspace.slug, path }} />;
}
