import { Check, GitBranch } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { addressOf, repositoryPage, sourcePage } from "@/app/_repository/addresses";
import { subjectOf } from "@/app/_repository/commit-list";
import { counted } from "@/app/_shell/counted";
import { openRepository } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { Page, PageHead } from "@/components/page";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelBody, PanelFoot } from "@/components/ui/panel";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { listBranches } from "@/lib/git/refs";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<{ page?: string | string[] }>;
};

const perPage = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Branches · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function BranchesPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  const page = pageNumber((await searchParams).page);
  const { items, total } = await listBranches(repository.id, {
    sort: "-target.date",
    offset: (page - 1) * perPage,
    limit: perPage,
  });
  const address = addressOf(repository);
  if (items.length === 0 && page > 1) redirect(repositoryPage(address, "branches"));
  return (
    <Page>
      <PageHead title="Branches" />
      <Panel>
        {total === 0 ? (
          <PanelBody className="text-muted">Nothing has been pushed yet.</PanelBody>
        ) : (
          <>
            <Table
              caption={`Branches of ${repository.slug}`}
              columns={[{ label: "Branch" }, { label: "Last commit" }, { label: "When" }]}
            >
              {items.map(({ name, target }) => (
                <Row key={name}>
                  <Cell className="cards:w-2/5">
                    <Link
                      href={sourcePage(address, name)}
                      className="inline-flex min-h-6 max-w-full items-center gap-2 font-medium text-fg no-underline hover:underline"
                    >
                      <Icon icon={GitBranch} className="text-muted" />
                      <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
                    </Link>
                    {name === repository.mainBranch ? (
                      <Badge icon={Check} className="ml-3">
                        Main branch
                      </Badge>
                    ) : null}
                  </Cell>
                  <Pair label="Commit">
                    <span className="[overflow-wrap:anywhere]">{subjectOf(target)}</span>
                    <Sub dot>
                      {target.author.name} · <code>{target.hash.slice(0, 7)}</code>
                    </Sub>
                  </Pair>
                  <Pair label="When" className="cards:w-40">
                    <Time at={target.committedAt} />
                  </Pair>
                </Row>
              ))}
            </Table>
            <PanelFoot>
              {counted(total, "branch", "branches")}
              <Pagination
                page={page}
                pageCount={Math.max(1, Math.ceil(total / perPage))}
                pageLength={perPage}
                total={total}
                href={(to) => `${repositoryPage(address, "branches")}?page=${to}`}
              />
            </PanelFoot>
          </>
        )}
      </Panel>
    </Page>
  );
}
