import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { addressOf, commitsPage, decodeSegments } from "@/app/_repository/addresses";
import { CommitList } from "@/app/_repository/commit-list";
import { RefBar } from "@/app/_repository/ref-bar";
import { defaultRef, type ResolvedRef, resolveRefAndPath } from "@/app/_repository/refs";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { Page, PageHead } from "@/components/page";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelBody, PanelFoot } from "@/components/ui/panel";
import { countCommits, listCommits } from "@/lib/git/commits";
import type { Repository } from "@/lib/repositories/find";

type Props = {
  params: Promise<{ workspace: string; repository: string; ref?: string[] }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

const perPage = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Commits · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function CommitsPage({ params, searchParams }: Props) {
  const { workspace, repository: slug, ref: segments } = await params;
  const { repository } = await openRepository(workspace, slug);
  const current = segments ? await refOf(repository, segments) : await defaultRef(repository);
  if (!current) {
    return (
      <Page>
        <PageHead title="Commits" />
        <Panel>
          <PanelBody className="text-muted">Nothing has been pushed yet.</PanelBody>
        </Panel>
      </Page>
    );
  }
  const total = await countCommits(repository.id, current.commit);
  const pageCount = Math.max(1, Math.ceil(total / perPage));
  const page = Math.min(pageNumber((await searchParams).page), pageCount);
  const { commits } = await listCommits(repository.id, {
    include: [current.commit],
    offset: (page - 1) * perPage,
    limit: perPage,
  });
  const address = addressOf(repository);
  return (
    <Page>
      <PageHead title="Commits" />
      <RefBar repository={repository} current={current} href={(ref) => commitsPage(address, ref)} />
      <Panel>
        <CommitList workspaceId={repository.workspace.id} commits={commits} detailed />
        <PanelFoot>
          {counted(total, "commit")}
          <Pagination
            page={page}
            pageCount={pageCount}
            pageLength={perPage}
            total={total}
            href={(to) => `${commitsPage(address, current.name)}?page=${to}`}
          />
        </PanelFoot>
      </Panel>
    </Page>
  );
}

async function refOf(repository: Repository, segments: string[]): Promise<ResolvedRef> {
  const resolved = await resolveRefAndPath(repository, decodeSegments(segments) ?? []);
  if (resolved?.path !== "") notFound();
  return resolved.ref;
}
