import { redirect } from "next/navigation";
import { pullRequestPage } from "@/app/_pull-requests/address";
import { openPullRequest, type PullRequestParams } from "@/app/_pull-requests/open";

/** Where the API's links to comments lead; the browser keeps which comment it is. */
export default async function PullRequestDiffLink({ params }: PullRequestParams) {
  const { workspace, repository, number } = await params;
  const { name } = await openPullRequest(workspace, repository, number);
  redirect(pullRequestPage(name, name.number, "diff"));
}
