import type { Metadata } from "next";
import { openWorkspace } from "@/app/_shell/open";
import { gateWorkspace } from "@/app/_webhooks/gate";
import { WebhooksPage } from "@/app/_webhooks/webhooks-page";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Webhooks · ${workspace.slug}` } };
}

export default async function WorkspaceWebhooksPage({ params }: Params) {
  const { workspace } = await params;
  return gateWorkspace(workspace, (opened) => <WebhooksPage {...opened} />);
}
