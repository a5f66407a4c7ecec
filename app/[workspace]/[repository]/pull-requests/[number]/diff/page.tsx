import type { Metadata } from "next";
import { DiffPage } from "@/app/_pull-requests/diff-page";
import { openPullRequest, type PullRequestParams, pullRequestTitle } from "@/app/_pull-requests/open";

type Props = PullRequestParams & { searchParams: Promise<Record<"view" | "path", string | string[]>> };

export function generateMetadata(props: Props): Promise<Metadata> {
  return pullRequestTitle(props, "Diff");
}

export default async function PullRequestDiffPage({ params, searchParams }: Props) {
  const { workspace, repository, number } = await params;
  const opened = await openPullRequest(workspace, repository, number);
  return <DiffPage opened={opened} query={await searchParams} />;
}
