import type { Metadata } from "next";
import { addressOf, repositoryPage } from "@/app/_repository/addresses";
import { EmptyRepository } from "@/app/_repository/empty-repository";
import { defaultRef } from "@/app/_repository/refs";
import { SourcePage } from "@/app/_repository/source-page";
import { publicOrigin } from "@/app/_session/origin";
import { openRepository } from "@/app/_shell/open";
import { Page, PageHead } from "@/components/page";
import { can } from "@/lib/authorization/can";

type Params = { params: Promise<{ workspace: string; repository: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `${repository.workspace.slug}/${repository.slug}` };
}

export default async function RepositoryPage({ params }: Params) {
  const { workspace, repository: slug } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const current = await defaultRef(repository);
  if (current) return <SourcePage caller={caller} repository={repository} current={current} />;
  const mayIssue = can(caller.principal, "access_token:write", repository.resource);
  return (
    <Page>
      <PageHead title={repository.name}>{repository.description}</PageHead>
      <EmptyRepository
        origin={await publicOrigin()}
        repository={repository}
        tokens={mayIssue ? repositoryPage(addressOf(repository), "admin", "access-tokens", "create") : null}
      />
    </Page>
  );
}
