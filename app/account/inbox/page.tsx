import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { requireUser } from "@/app/_session/caller";
import { orNotFound } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";
import { PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { listInbox } from "@/lib/notices/inbox";
import { InboxList } from "./inbox-list";
import { MarkAllButton } from "./mark-all-button";

export const metadata: Metadata = { title: "Inbox" };

type Search = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function InboxPage({ searchParams }: Search) {
  const caller = await requireUser();
  const page = pageNumber((await searchParams).page);
  const { items, total, pageLength } = orNotFound(await listInbox(caller, { page, pageLength: 25 }));
  const pageCount = Math.max(1, Math.ceil(total / pageLength));
  if (page > pageCount) redirect(addressOf(pageCount));
  return (
    <>
      <PageHead title="Inbox" actions={total > 0 ? <MarkAllButton /> : undefined}>
        What happened to tokens that you answer for. Choose what you hear of under Notices.
      </PageHead>
      <Panel>
        {items.length === 0 ? (
          <EmptyState
            title="Nothing yet"
            action={<ButtonLink href="/account/notices">Choose what you hear of</ButtonLink>}
          >
            When a token of a workspace, project or repository that you are an admin of expires, leaks or is used by
            nobody, you find it here.
          </EmptyState>
        ) : (
          <InboxList items={items} />
        )}
        {pageCount > 1 ? (
          <PanelFoot>
            <Pagination page={page} pageCount={pageCount} pageLength={pageLength} total={total} href={addressOf} />
          </PanelFoot>
        ) : null}
      </Panel>
    </>
  );
}

function addressOf(page: number): string {
  return page === 1 ? "/account/inbox" : `/account/inbox?page=${page}`;
}
