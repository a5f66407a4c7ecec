import { CommitList } from "@/app/_repository/commit-list";
import { orNotFound } from "@/app/_shell/open";
import { ButtonLink } from "@/components/ui/button";
import { Panel, PanelBody, PanelFoot } from "@/components/ui/panel";
import { listPullRequestCommits } from "@/lib/pull-requests/content";
import { comparisonOf } from "@/lib/pull-requests/destination";
import { pullRequestPage } from "./address";
import { PullRequestFrame } from "./frame";
import { GoneDestination } from "./gone-destination";
import type { OpenedPullRequest } from "./open";

const perPage = 50;

/** The commits that a pull request brings, the newest first. */
export async function CommitsPage({ opened, page }: { opened: OpenedPullRequest; page: number }) {
  const { caller, repository, name, pullRequest } = opened;
  const listed = await listPullRequestCommits(caller, { ...name, page, pageLength: perPage });
  if (!listed.ok && (await comparisonOf(pullRequest)) === null) {
    return (
      <PullRequestFrame opened={opened} tab="commits">
        <GoneDestination branch={pullRequest.destinationBranch} />
      </PullRequestFrame>
    );
  }
  const { commits, more } = orNotFound(listed);
  const href = (to: number) => `${pullRequestPage(name, name.number, "commits")}?page=${to}`;
  return (
    <PullRequestFrame opened={opened} tab="commits">
      <Panel>
        {commits.length === 0 ? (
          <PanelBody className="text-muted">The destination holds all of its commits.</PanelBody>
        ) : (
          <CommitList repository={repository} commits={commits} detailed />
        )}
        {page > 1 || more ? (
          <PanelFoot className="justify-end">
            {page > 1 ? (
              <ButtonLink size="small" href={href(page - 1)} rel="prev">
                Newer
              </ButtonLink>
            ) : null}
            {more ? (
              <ButtonLink size="small" href={href(page + 1)} rel="next">
                Older
              </ButtonLink>
            ) : null}
          </PanelFoot>
        ) : null}
      </Panel>
    </PullRequestFrame>
  );
}
