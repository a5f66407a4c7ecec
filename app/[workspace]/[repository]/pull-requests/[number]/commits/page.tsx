import type { Metadata } from "next";
import { CommitsPage } from "@/app/_pull-requests/commits-page";
import { openPullRequest, type PullRequestParams, pullRequestTitle } from "@/app/_pull-requests/open";
import { pageNumber } from "@/app/_shell/page-number";

type Props = PullRequestParams & { searchParams: Promise<{ page?: string | string[] }> };

export function generateMetadata(props: Props): Promise<Metadata> {
  return pullRequestTitle(props, "Commits");
}

export default async function PullRequestCommitsPage({ params, searchParams }: Props) {
  const { workspace, repository, number } = await params;
  const opened = await openPullRequest(workspace, repository, number);
  return <CommitsPage opened={opened} page={pageNumber((await searchParams).page)} />;
}
