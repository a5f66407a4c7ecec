import { Tag as TagIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { addressOf, repositoryPage, sourcePage } from "@/app/_repository/addresses";
import { subjectOf } from "@/app/_repository/commit-list";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { Page, PageHead } from "@/components/page";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { listTags } from "@/lib/git/refs";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

const perPage = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Tags · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function TagsPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  const page = pageNumber((await searchParams).page);
  const { items, total } = await listTags(repository.id, {
    sort: "-target.date",
    offset: (page - 1) * perPage,
    limit: perPage,
  });
  const address = addressOf(repository);
  if (items.length === 0 && page > 1) redirect(repositoryPage(address, "tags"));
  return (
    <Page>
      <PageHead title="Tags" />
      <Panel>
        {total === 0 ? (
          <EmptyState title="No tags yet">
            A tag is a name that stays at one commit: a release, say. It’s made with git and pushed.
          </EmptyState>
        ) : (
          <>
            <Table
              caption={`Tags of ${repository.slug}`}
              columns={[{ label: "Tag" }, { label: "Commit" }, { label: "When" }]}
            >
              {items.map(({ name, target, annotation }) => (
                <Row key={name}>
                  <Cell className="cards:w-2/5">
                    <Link
                      href={sourcePage(address, name)}
                      className="inline-flex min-h-6 max-w-full items-center gap-2 font-medium text-fg no-underline hover:underline"
                    >
                      <Icon icon={TagIcon} className="text-muted" />
                      <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
                    </Link>
                    {annotation ? (
                      <span className="block pl-6 text-xs text-muted [overflow-wrap:anywhere]">
                        {annotation.message.trim().split("\n", 1)[0]}
                      </span>
                    ) : null}
                  </Cell>
                  <Pair label="Commit">
                    <span className="[overflow-wrap:anywhere]">{subjectOf(target)}</span>
                    <Sub dot>
                      {target.author.name} · <code>{target.hash.slice(0, 7)}</code>
                    </Sub>
                  </Pair>
                  <Pair label="When" className="cards:w-40">
                    <Time at={annotation?.taggedAt ?? target.committedAt} />
                  </Pair>
                </Row>
              ))}
            </Table>
            <PanelFoot>
              {counted(total, "tag")}
              <Pagination
                page={page}
                pageCount={Math.max(1, Math.ceil(total / perPage))}
                pageLength={perPage}
                total={total}
                href={(to) => `${repositoryPage(address, "tags")}?page=${to}`}
              />
            </PanelFoot>
          </>
        )}
      </Panel>
    </Page>
  );
}
