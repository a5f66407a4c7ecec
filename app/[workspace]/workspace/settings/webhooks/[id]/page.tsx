import type { Metadata } from "next";
import { openWorkspace } from "@/app/_shell/open";
import { gateWorkspace } from "@/app/_webhooks/gate";
import { WebhookPage } from "@/app/_webhooks/webhook-page";

type Params = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Webhook · ${workspace.slug}` } };
}

export default async function WorkspaceWebhookPage({ params }: Params) {
  const { id, workspace } = await params;
  return gateWorkspace(workspace, (opened) => <WebhookPage {...opened} id={id} />);
}
