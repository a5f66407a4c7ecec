import { GitCommitHorizontal } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { addressOf, type RepositoryAddress } from "@/app/_repository/addresses";
import { CommitList } from "@/app/_repository/commit-list";
import { mostBranches, refNames } from "@/app/_repository/refs";
import { counted } from "@/app/_shell/counted";
import { orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { BackLink, Page, PageHead, Stack } from "@/components/page";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { actorOf } from "@/lib/actors/actor";
import { can } from "@/lib/authorization/can";
import type { Caller } from "@/lib/authorization/principal";
import { effectiveModel } from "@/lib/branching-models/effective";
import { adminNames } from "@/lib/permissions/list";
import { type PreparedPullRequest, preparePullRequest } from "@/lib/pull-requests/prepare";
import { listPossibleReviewers } from "@/lib/pull-requests/reviewers";
import type { Repository } from "@/lib/repositories/find";
import { createPullRequestAction } from "./actions";
import { listPage, pullRequestPage } from "./address";
import { BranchChoice } from "./branch-choice";
import { CreateForm } from "./create-form";

/** Opens a pull request: which branches first, then what is said of it. */
export async function CreatePage({
  caller,
  repository,
  source,
  destination,
}: {
  caller: Caller;
  repository: Repository;
  source: string;
  destination: string;
}) {
  const address = addressOf(repository);
  if (!can(caller.principal, "pullrequest:write", repository.resource)) {
    const rule = `Only who may write to ${address.workspace}/${address.repository} opens pull requests.`;
    return (
      <Page>
        <Refusal title="New pull request" rule={rule} admins={await adminNames(repository.resource)} />
      </Page>
    );
  }
  const { branches } = await refNames(repository.id);
  const dest = destination === "" ? repository.mainBranch : destination;
  const prepared =
    source === "" ? null : orNotFound(await preparePullRequest(caller, { ...address, source, destination: dest }));
  const own = actorOf(caller.principal).id;
  const people = orNotFound(await listPossibleReviewers(caller, address)).filter(({ id }) => id !== own);
  const obstacle = obstacleOf(prepared, { address, source, destination: dest });
  return (
    <Page>
      <BackLink href={listPage(address, { state: "OPEN", search: "", author: null })}>Pull requests</BackLink>
      <PageHead title="New pull request">Asks one branch to take in what another one has.</PageHead>
      <Stack>
        <BranchChoice address={address} branches={branches.slice(0, mostBranches)} source={source} destination={dest} />
        {obstacle}
        {/* Where there is nothing to open, it is only hidden: with other branches, what was typed is there again. */}
        <Panel hidden={obstacle !== null}>
          <PanelBody>
            <CreateForm
              source={source}
              destination={dest}
              suggested={{
                title: prepared?.title ?? "",
                description: prepared?.description ?? "",
                closeSourceBranch: effectiveModel(repository).closesBranches,
              }}
              reviewers={{ asked: people.filter(({ usual }) => usual), possible: people }}
              action={createPullRequestAction.bind(null, address)}
            />
          </PanelBody>
        </Panel>
        {prepared && obstacle === null ? <Commits repository={repository} prepared={prepared} /> : null}
      </Stack>
    </Page>
  );
}

/** Why there is nothing to open between the branches; null where there is. */
function obstacleOf(
  prepared: PreparedPullRequest | null,
  { address, source, destination }: { address: RepositoryAddress; source: string; destination: string },
): ReactNode {
  if (prepared === null) return <p className="text-muted">Choose the branch with your commits first.</p>;
  if (prepared.problem !== null) {
    return (
      <Notice>
        <p>{prepared.problem}</p>
      </Notice>
    );
  }
  if (prepared.open === null) return null;
  return (
    <Notice>
      <p>
        <strong>There is an open one already.</strong>{" "}
        <Link href={pullRequestPage(address, prepared.open)}>Pull request #{prepared.open}</Link> brings {source} into{" "}
        {destination}.
      </p>
    </Notice>
  );
}

function Commits({ repository, prepared }: { repository: Repository; prepared: PreparedPullRequest }) {
  return (
    <Panel role="region" aria-labelledby="commits">
      <PanelHead>
        <Icon icon={GitCommitHorizontal} className="text-muted" />
        <h2 id="commits" className="text-base">
          {prepared.more ? `The newest ${prepared.commits.length} commits` : counted(prepared.commits.length, "commit")}
        </h2>
      </PanelHead>
      <CommitList repository={repository} commits={prepared.commits} detailed />
    </Panel>
  );
}
