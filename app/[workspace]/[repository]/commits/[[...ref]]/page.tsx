import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { CommitPage } from "@/app/_commit/commit-page";
import { withParameter } from "@/app/_diff/address";
import { addressOf, decodeSegments, historyPage } from "@/app/_repository/addresses";
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
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const perPage = 50;

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const { workspace, repository: slug, ref } = await params;
  const { repository } = await openRepository(workspace, slug);
  const commit = commitIn(ref, await searchParams);
  return { title: `${commit?.slice(0, 7) ?? "Commits"} · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function CommitsPage({ params, searchParams }: Props) {
  const { workspace, repository: slug, ref: segments } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const query = await searchParams;
  const commit = commitIn(segments, query);
  if (commit !== null) return <CommitPage caller={caller} repository={repository} hash={commit} query={query} />;
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
  const page = Math.min(pageNumber(query.page), pageCount);
  const { commits } = await listCommits(repository.id, {
    include: [current.commit],
    offset: (page - 1) * perPage,
    limit: perPage,
  });
  const address = addressOf(repository);
  return (
    <Page>
      <PageHead title="Commits" />
      <RefBar repository={repository} current={current} href={(name) => historyPage(address, { kind: "ref", name })} />
      <Panel>
        <CommitList repository={repository} commits={commits} detailed />
        <PanelFoot>
          {counted(total, "commit")}
          <Pagination
            page={page}
            pageCount={pageCount}
            pageLength={perPage}
            total={total}
            href={(to) => withParameter(historyPage(address, current), "page", [String(to)])}
          />
        </PanelFoot>
      </Panel>
    </Page>
  );
}

/** The commit whose page the address names: by its full hash, unless its history is asked for. */
function commitIn(segments: string[] | undefined, query: { history?: string | string[] }): string | null {
  const [only = "", ...others] = segments ?? [];
  return others.length === 0 && /^[0-9a-f]{40}$/.test(only) && query.history === undefined ? only : null;
}

async function refOf(repository: Repository, segments: string[]): Promise<ResolvedRef> {
  const [first, ...rest] = decodeSegments(segments) ?? [];
  const resolved =
    (await resolveRefAndPath(repository, [first ?? "", ...rest])) ??
    // As the published links of tags have it.
    (first === "tag" ? await resolveRefAndPath(repository, rest) : null);
  if (resolved?.path !== "") notFound();
  return resolved.ref;
}
