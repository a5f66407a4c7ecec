import type { Metadata } from "next";
import { openPullRequest, type PullRequestParams, pullRequestTitle } from "@/app/_pull-requests/open";
import { OverviewPage } from "@/app/_pull-requests/overview-page";
import { pageNumber } from "@/app/_shell/page-number";

type Props = PullRequestParams & { searchParams: Promise<{ page?: string | string[] }> };

export function generateMetadata(props: Props): Promise<Metadata> {
  return pullRequestTitle(props);
}

export default async function PullRequestPage({ params, searchParams }: Props) {
  const { workspace, repository, number } = await params;
  const opened = await openPullRequest(workspace, repository, number);
  return <OverviewPage opened={opened} page={pageNumber((await searchParams).page)} />;
}
