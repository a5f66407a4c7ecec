import type { Metadata } from "next";
import { openRepository } from "@/app/_shell/open";
import { gateRepository } from "@/app/_webhooks/gate";
import { WebhooksPage } from "@/app/_webhooks/webhooks-page";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Webhooks · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositoryWebhooksPage({ params }: Params) {
  const names = await params;
  return gateRepository(names, (opened) => <WebhooksPage {...opened} />);
}
