import type { Metadata } from "next";
import { openRepository } from "@/app/_shell/open";
import { gateRepository } from "@/app/_webhooks/gate";
import { WebhookPage } from "@/app/_webhooks/webhook-page";

type Params = { params: Promise<{ workspace: string; repository: string; id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Webhook · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositoryWebhookPage({ params }: Params) {
  const { id, ...names } = await params;
  return gateRepository(names, (opened) => <WebhookPage {...opened} id={id} />);
}
