import type { ReactNode } from "react";
import { nameOf, PersonMark, toPerson } from "@/app/_people/person";
import { mostBranches, refNames } from "@/app/_repository/refs";
import { BackLink, Page } from "@/components/page";
import { LinkTabs } from "@/components/ui/tabs";
import { Time } from "@/components/ui/time";
import { actorOf } from "@/lib/actors/actor";
import { can } from "@/lib/authorization/can";
import { countPullRequestCommits } from "@/lib/pull-requests/count-commits";
import { listPossibleReviewers } from "@/lib/pull-requests/reviewers";
import { sourceOf } from "@/lib/pull-requests/source";
import { listPage, pullRequestPage } from "./address";
import { Branches } from "./branches";
import { checkOf, type OpenedPullRequest } from "./open";
import { PullRequestActions } from "./pull-request-actions";
import { sourceName } from "./source-name";
import { StateBadge } from "./state-badge";

type Tab = "overview" | "commits" | "diff";

/** What stands above all pages of a pull request: what it is, what can be done with it, and its pages. */
export async function PullRequestFrame({
  opened,
  tab,
  children,
}: {
  opened: OpenedPullRequest;
  tab: Tab;
  children: ReactNode;
}) {
  const { name, pullRequest, involved } = opened;
  const { number, title, state, draft, destinationBranch, createdAt } = pullRequest;
  const author = toPerson(involved.people.get(pullRequest.authorId));
  const commits = await countPullRequestCommits(pullRequest);
  const tabs = [
    { tab: "overview", label: "Overview", href: pullRequestPage(name, number) },
    { tab: "commits", label: "Commits", href: pullRequestPage(name, number, "commits"), count: commits ?? undefined },
    { tab: "diff", label: "Diff", href: pullRequestPage(name, number, "diff") },
  ];
  return (
    <Page>
      <BackLink href={listPage(name, { state, search: "", author: null })}>Pull requests</BackLink>
      <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-4">
        <div className="min-w-0 flex-[1_1_24rem]">
          <h1 className="[overflow-wrap:anywhere]">
            {title} <span className="font-normal text-muted">#{number}</span>
          </h1>
          <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-2">
            <StateBadge state={state} draft={draft} />
            <Branches source={sourceName(pullRequest, involved)} destination={destinationBranch} />
          </div>
          <p className="mt-2 flex items-start gap-2 text-sm text-muted">
            <PersonMark person={author} size="small" />
            <span className="min-w-0 pt-px [overflow-wrap:anywhere]">
              {nameOf(author)} · <Time at={createdAt} />
            </span>
          </p>
        </div>
        <Actions opened={opened} commits={commits ?? 0} />
      </div>
      <div className="mb-4">
        <LinkTabs
          label="Pull request"
          tabs={tabs.map(({ tab: one, ...link }) => ({ ...link, current: one === tab }))}
        />
      </div>
      {children}
    </Page>
  );
}

/** Only who may write, and only of one that is open: nothing can be done with what is closed. */
async function Actions({ opened, commits }: { opened: OpenedPullRequest; commits: number }) {
  const { caller, repository, name, pullRequest, involved } = opened;
  const { principal } = caller;
  const mayWrite = can(principal, "pullrequest:write", repository.resource);
  const open = mayWrite && pullRequest.state === "OPEN";
  const check = open ? await checkOf(opened) : null;
  const source = open ? await sourceOf(repository, pullRequest) : null;
  const destinations = open ? await destinationsOf(opened) : [];
  const possible = open ? await listPossibleReviewers(caller, name) : null;
  const own = actorOf(principal).id;
  const participants = involved.participants.get(pullRequest.id) ?? [];
  const asked = participants
    .filter(({ role }) => role === "REVIEWER")
    .map(({ actorId }) => toPerson(involved.people.get(actorId)));
  return (
    <PullRequestActions
      pullRequest={{
        name,
        title: pullRequest.title,
        description: pullRequest.description,
        draft: pullRequest.draft,
        closeSourceBranch: pullRequest.closeSourceBranch,
        source: sourceName(pullRequest, involved),
        sourceCommit: pullRequest.sourceCommit,
        destinationBranch: pullRequest.destinationBranch,
        commits,
      }}
      destinations={destinations}
      reviewers={{
        asked: asked.map(({ id, name: person }) => ({ id, name: person })),
        possible: possible?.ok ? possible.value.filter(({ id }) => id !== pullRequest.authorId) : [],
      }}
      said={participants.find(({ actorId }) => actorId === own)?.state ?? null}
      isAuthor={own === pullRequest.authorId}
      mayDeleteSource={
        source !== null &&
        source.mainBranch !== pullRequest.sourceBranch &&
        can(principal, "repository:write", source.resource)
      }
      check={check?.ok ? check.value : null}
    />
  );
}

/** The one that it is for is among them, though it may be gone; its own branch isn't. */
async function destinationsOf({ repository, pullRequest }: OpenedPullRequest): Promise<string[]> {
  const { branches } = await refNames(repository.id);
  const { sourceRepositoryId, sourceBranch, destinationBranch } = pullRequest;
  const others = branches.filter(
    (name) => name !== destinationBranch && !(name === sourceBranch && sourceRepositoryId === repository.id),
  );
  return [destinationBranch, ...others.slice(0, mostBranches)];
}
