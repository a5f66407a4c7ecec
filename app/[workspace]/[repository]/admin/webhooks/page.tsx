import type { Metadata } from "next";
import { openRepository } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { repositoryHome } from "@/app/_shell/resource-bars";
import { WebhooksPage } from "@/app/_webhooks/webhooks-page";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Webhooks · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositoryWebhooksPage({ params }: Params) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const label = `${repository.workspace.slug}/${repository.slug}`;
  if (!can(caller.principal, "webhook", repository.resource)) {
    return (
      <Refusal
        title="Webhooks"
        rule={`Only admins of ${label} manage its webhooks.`}
        admins={await adminNames(repository.resource)}
      />
    );
  }
  const owner = { kind: "repository" as const, workspace: repository.workspace.slug, repository: repository.slug };
  const path = `${repositoryHome(repository)}/admin/webhooks`;
  return <WebhooksPage caller={caller} subject={{ owner, label, path }} />;
}
