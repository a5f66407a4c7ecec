import { Check, GitPullRequest, GitPullRequestDraft, ListTodo, MessageSquare, Plus, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { redirect } from "next/navigation";
import { nameOf, PersonMark, toPerson } from "@/app/_people/person";
import { addressOf } from "@/app/_repository/addresses";
import { counted } from "@/app/_shell/counted";
import { orNotFound } from "@/app/_shell/open";
import { Page, PageHead } from "@/components/page";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState, Steps } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { Status } from "@/components/ui/status";
import { Cell, Pair, Row, Table } from "@/components/ui/table";
import { LinkTabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { can } from "@/lib/authorization/can";
import type { Caller } from "@/lib/authorization/principal";
import { countPullRequests, listPullRequestAuthors } from "@/lib/pull-requests/browse";
import { listPullRequests } from "@/lib/pull-requests/list";
import type { Involved, PullRequest } from "@/lib/pull-requests/pull-request";
import { pullRequestStates } from "@/lib/pull-requests/states";
import type { Repository } from "@/lib/repositories/find";
import { listPage, newPage, pullRequestPage, type Shown } from "./address";
import { Branches } from "./branches";
import { ListFilter } from "./list-filter";
import { reviewsOf } from "./reviews";
import { sourceName } from "./source-name";
import { stateWords } from "./state-badge";

const perPage = 50;

/** The pull requests of a repository: one state at a time, found by title, number or author. */
export async function ListPage({
  caller,
  repository,
  shown,
  page,
}: {
  caller: Caller;
  repository: Repository;
  shown: Shown;
  page: number;
}) {
  const address = addressOf(repository);
  const searched = { search: shown.search, ...(shown.author ? { author: shown.author } : {}) };
  const counts = orNotFound(await countPullRequests(caller, { ...address, ...searched }));
  const authors = orNotFound(await listPullRequestAuthors(caller, address));
  const mayOpen = can(caller.principal, "pullrequest:write", repository.resource);
  if (authors.length === 0) return <NoneYet address={address} mayOpen={mayOpen} />;
  const listed = await listPullRequests(caller, {
    ...address,
    ...searched,
    states: [shown.state],
    page,
    pageLength: perPage,
  });
  const list = orNotFound(listed);
  if (list.items.length === 0 && page > 1) redirect(listPage(address, shown));
  const isSearch = shown.search !== "" || shown.author !== null;
  return (
    <Page>
      <PageHead
        title="Pull requests"
        actions={
          mayOpen ? (
            <ButtonLink href={newPage(address)} kind="primary">
              <Icon icon={Plus} />
              New pull request
            </ButtonLink>
          ) : null
        }
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <LinkTabs
          label="Pull requests by state"
          tabs={pullRequestStates.map((state) => ({
            href: listPage(address, { ...shown, state }),
            label: stateWords[state],
            count: counts[state],
            current: state === shown.state,
          }))}
        />
        <ListFilter
          key={`${shown.search} ${shown.author}`}
          repository={address}
          shown={shown}
          authors={authors.map((author) => ({ id: author.id, name: nameOf(toPerson(author)) }))}
        />
      </div>
      <Panel>
        {list.items.length === 0 ? (
          <NothingFound shown={shown} clearHref={isSearch ? listPage(address, cleared(shown)) : null} />
        ) : (
          <>
            <Table
              caption={`${stateWords[shown.state]} pull requests of ${repository.slug}`}
              columns={["Pull request", "Branches", "Review", "Updated"].map((label) => ({ label }))}
            >
              {list.items.map((pullRequest) => (
                <PullRequestRow key={pullRequest.id} pullRequest={pullRequest} involved={list} />
              ))}
            </Table>
            <PanelFoot>
              {counted(list.total, "pull request")}
              <Pagination
                page={page}
                pageCount={Math.ceil(list.total / perPage)}
                pageLength={perPage}
                total={list.total}
                href={(to) => listPage(address, shown, to)}
              />
            </PanelFoot>
          </>
        )}
      </Panel>
    </Page>
  );
}

function PullRequestRow({ pullRequest, involved }: { pullRequest: PullRequest; involved: Involved<unknown> }) {
  const { repository, people, participants, counts } = involved;
  const { id, number, title, draft, state, destinationBranch, createdAt, updatedAt } = pullRequest;
  const author = toPerson(people.get(pullRequest.authorId));
  const reviews = reviewsOf(participants.get(id) ?? [], people);
  const approvals = reviews.filter(({ said }) => said === "approved").length;
  const { comments = 0, tasks = 0 } = counts.get(id) ?? {};
  return (
    <Row>
      <Cell className="cards:w-1/2 max-cards:pr-0!">
        <div className="flex min-w-0 items-start gap-2.5">
          <PersonMark person={author} />
          <div className="min-w-0">
            <Link
              href={pullRequestPage(addressOf(repository), number)}
              className="inline-flex min-h-6 items-center font-medium text-fg no-underline [overflow-wrap:anywhere] hover:underline"
            >
              {title}
            </Link>
            {draft && state === "OPEN" ? (
              <Badge icon={GitPullRequestDraft} className="ml-2">
                Draft
              </Badge>
            ) : null}
            <p className="text-xs text-muted [overflow-wrap:anywhere]">
              #{number} · {nameOf(author)} · <Time at={createdAt} />
            </p>
          </div>
        </div>
      </Cell>
      <Pair label="Branches">
        <Branches source={sourceName(pullRequest, involved)} destination={destinationBranch} />
      </Pair>
      <Pair label="Review">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {reviews.some(({ said }) => said === "changes_requested") ? (
            <Badge icon={TriangleAlert} tone="caution">
              Changes requested
            </Badge>
          ) : null}
          {approvals > 0 ? (
            <Status icon={Check} live>
              {counted(approvals, "approval")}
            </Status>
          ) : null}
          {comments > 0 ? <Status icon={MessageSquare}>{counted(comments, "comment")}</Status> : null}
          {tasks > 0 ? <Status icon={ListTodo}>{counted(tasks, "open task")}</Status> : null}
          {reviews.every(({ said }) => said === null) && comments + tasks === 0 ? (
            <span className="text-xs text-muted">Nothing yet</span>
          ) : null}
        </span>
      </Pair>
      <Pair label="Updated" className="cards:w-32">
        <Time at={updatedAt} />
      </Pair>
    </Row>
  );
}

function NothingFound({ shown, clearHref }: { shown: Shown; clearHref: string | null }) {
  const state = stateWords[shown.state].toLowerCase();
  return (
    <div className="p-4 [overflow-wrap:anywhere]">
      <h2 className="text-base">
        {shown.search === "" ? `No ${state} pull requests` : `No ${state} pull request matches “${shown.search}”`}
      </h2>
      <p className="text-muted">
        {clearHref ? (
          <>
            Titles and numbers are searched, and only those that are {state}.{" "}
            <Link href={clearHref} scroll={false}>
              Clear the search
            </Link>
          </>
        ) : (
          nothingOf[shown.state]
        )}
      </p>
    </div>
  );
}

const nothingOf = {
  OPEN: "All that were opened are merged or declined.",
  MERGED: "What is merged comes here.",
  DECLINED: "What is closed without being merged comes here.",
};

function cleared({ state }: Shown): Shown {
  return { state, search: "", author: null };
}

function NoneYet({ address, mayOpen }: { address: Parameters<typeof newPage>[0]; mayOpen: boolean }) {
  return (
    <Page>
      <PageHead title="Pull requests" />
      <Panel>
        <EmptyState
          title="No pull requests yet"
          picture={<Icon icon={GitPullRequest} size={22} className="text-muted" />}
          action={
            mayOpen ? (
              <ButtonLink href={newPage(address)} kind="primary">
                <Icon icon={Plus} />
                New pull request
              </ButtonLink>
            ) : undefined
          }
        >
          A pull request asks one branch to take in another. Others see what changes, comment on its lines and approve
          it before it is merged. People open them here, tokens over the API.
        </EmptyState>
        <Steps
          steps={[
            { title: "Push a branch", text: "With the commits that belong together." },
            { title: "Open a pull request", text: "Say what it is for, and who is to look at it." },
            { title: "Merge it", text: "With one button, once nothing is in the way." },
          ]}
        />
      </Panel>
    </Page>
  );
}
