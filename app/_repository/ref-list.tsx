import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { pageNumber } from "@/app/_shell/page-number";
import { Page, PageHead } from "@/components/page";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { Cell, Pair, Row, Sub, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import { type Branch, type ListRefs, newestFirst, type Tag } from "@/lib/git/refs";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, commitPage, repositoryPage, sourcePage } from "./addresses";
import { subjectOf } from "./commit-list";

const perPage = 50;

/** The page of all branches or of all tags, those with the newest commits first. */
export async function RefList<Ref extends Branch | Tag>({
  repository,
  query,
  read,
  segment,
  title,
  columns,
  icon,
  note,
  amount,
  empty,
}: {
  repository: Repository;
  query: { page?: string | string[] };
  read: (repositoryId: string, list: ListRefs) => Promise<{ items: Ref[]; total: number }>;
  /** What the page's address ends in. */
  segment: string;
  title: string;
  /** The names of the columns of the ref and of its commit. */
  columns: [ref: string, commit: string];
  icon: LucideIcon;
  /** What stands by the ref's name. */
  note: (ref: Ref) => ReactNode;
  amount: (total: number) => string;
  empty: ReactNode;
}) {
  const page = pageNumber(query.page);
  const { items, total } = await read(repository.id, {
    compare: newestFirst,
    offset: (page - 1) * perPage,
    limit: perPage,
  });
  const address = addressOf(repository);
  const own = repositoryPage(address, segment);
  if (items.length === 0 && page > 1) redirect(own);
  return (
    <Page>
      <PageHead title={title} />
      <Panel>
        {total === 0 ? (
          empty
        ) : (
          <>
            <Table
              caption={`${title} of ${repository.slug}`}
              columns={[...columns, "When"].map((label) => ({ label }))}
            >
              {items.map((ref) => (
                <Row key={ref.name}>
                  <Cell className="cards:w-2/5">
                    <Link
                      href={sourcePage(address, ref.name)}
                      className="inline-flex min-h-6 max-w-full items-center gap-2 font-medium text-fg no-underline hover:underline"
                    >
                      <Icon icon={icon} className="text-muted" />
                      <span className="min-w-0 [overflow-wrap:anywhere]">{ref.name}</span>
                    </Link>
                    {note(ref)}
                  </Cell>
                  <Pair label="Commit">
                    <Link
                      href={commitPage(address, ref.target.hash)}
                      prefetch={false}
                      className="text-fg no-underline [overflow-wrap:anywhere] hover:underline"
                    >
                      {subjectOf(ref.target)}
                    </Link>
                    <Sub dot>
                      {ref.target.author.name} · <code>{ref.target.hash.slice(0, 7)}</code>
                    </Sub>
                  </Pair>
                  <Pair label="When" className="cards:w-40">
                    <Time at={(ref.kind === "tag" && ref.annotation?.taggedAt) || ref.target.committedAt} />
                  </Pair>
                </Row>
              ))}
            </Table>
            <PanelFoot>
              {amount(total)}
              <Pagination
                page={page}
                pageCount={Math.max(1, Math.ceil(total / perPage))}
                pageLength={perPage}
                total={total}
                href={(to) => `${own}?page=${to}`}
              />
            </PanelFoot>
          </>
        )}
      </Panel>
    </Page>
  );
}
