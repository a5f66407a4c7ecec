import { GitBranch, GitCommitHorizontal, Tag } from "lucide-react";
import Link from "next/link";
import type { UserCaller } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { counted } from "@/app/_shell/counted";
import { Page, PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Panel, PanelHead } from "@/components/ui/panel";
import { can } from "@/lib/authorization/can";
import { countCommits, listCommits } from "@/lib/git/commits";
import { findEntry, readTree } from "@/lib/git/source";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, historyPage, repositoryPage } from "./addresses";
import { ClonePanel } from "./clone-panel";
import { CommitList } from "./commit-list";
import { DownloadMenu } from "./download-menu";
import { findReadme, Readme } from "./readme";
import { RefBar } from "./ref-bar";
import { type ResolvedRef, refNames } from "./refs";
import { TreePanel } from "./tree-panel";

const recent = 5;

/** The root of a repository at a ref: its files, its README, how to clone it, what happened last. */
export async function SourcePage({
  caller,
  repository,
  current,
}: {
  caller: UserCaller;
  repository: Repository;
  current: ResolvedRef;
}) {
  const [root, commitCount, names, { commits }, origin] = await Promise.all([
    findEntry(repository.id, current.commit, ""),
    countCommits(repository.id, current.commit),
    refNames(repository.id),
    listCommits(repository.id, { include: [current.commit], limit: recent }),
    publicOrigin(),
  ]);
  const entries = root ? await readTree(repository.id, root) : [];
  const readme = findReadme(entries);
  const address = addressOf(repository);
  const mayIssue = can(caller.principal, "access_token:write", repository.resource);
  return (
    <Page>
      <PageHead title={repository.name}>{repository.description}</PageHead>
      <div className="grid grid-cols-[minmax(0,1fr)_19rem] items-start gap-x-8 gap-y-6 max-columns:grid-cols-[minmax(0,1fr)]">
        <div className="min-w-0">
          <RefBar repository={repository} current={current}>
            <div className="flex flex-wrap gap-1 max-phone:-ml-2 max-phone:gap-0">
              <Count icon={GitCommitHorizontal} href={historyPage(address, current)}>
                {counted(commitCount, "commit")}
              </Count>
              <Count icon={GitBranch} href={repositoryPage(address, "branches")}>
                {counted(names.branches.length, "branch", "branches")}
              </Count>
              <Count icon={Tag} href={repositoryPage(address, "tags")}>
                {counted(names.tags.length, "tag")}
              </Count>
            </div>
            <DownloadMenu repository={address} commit={current.commit} />
          </RefBar>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            <TreePanel repository={repository} refName={current.name} path="" entries={entries} />
            {readme ? <Readme repository={repository} refName={current.name} entry={readme} /> : null}
          </div>
        </div>
        <aside
          aria-label="About this repository"
          className="grid grid-cols-[minmax(0,1fr)] gap-6 max-columns:order-first"
        >
          <ClonePanel
            origin={origin}
            repository={repository}
            tokens={mayIssue ? repositoryPage(address, "admin", "access-tokens") : null}
          />
          <Panel role="region" aria-labelledby="recent" className="max-columns:hidden">
            <PanelHead>
              <h2 id="recent" className="text-base">
                Recent commits
              </h2>
              <Link href={historyPage(address, current)} className="ml-auto text-sm" aria-label="All commits">
                All
              </Link>
            </PanelHead>
            <CommitList repository={repository} commits={commits} />
          </Panel>
        </aside>
      </div>
    </Page>
  );
}

function Count({ icon, href, children }: { icon: typeof Tag; href: string; children: string }) {
  return (
    <ButtonLink href={href} kind="quiet" className="max-phone:px-2">
      <Icon icon={icon} className="max-phone:hidden" />
      {children}
    </ButtonLink>
  );
}
