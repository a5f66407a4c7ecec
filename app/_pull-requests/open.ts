import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { addressOf } from "@/app/_repository/addresses";
import { openRepository, orNotFound } from "@/app/_shell/open";
import { checkMerge } from "@/lib/pull-requests/check-merge";
import { getPullRequest } from "@/lib/pull-requests/list";
import type { PullRequestName } from "./subject";

/** The pull request of a page with who looks at it, once for the title and the page. */
export const openPullRequest = cache(async (workspace: string, slug: string, number: string) => {
  const { caller, repository } = await openRepository(workspace, slug);
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  const name: PullRequestName = { ...addressOf(repository), number: Number(number) };
  const involved = orNotFound(await getPullRequest(caller, name));
  return { caller, repository, name, involved, pullRequest: involved.pullRequest };
});

export type OpenedPullRequest = Awaited<ReturnType<typeof openPullRequest>>;

/** What a merge of it would meet, asked once for a page. */
export const checkOf = cache(({ caller, name }: OpenedPullRequest) => checkMerge(caller, name));

export type PullRequestParams = { params: Promise<{ workspace: string; repository: string; number: string }> };

/** The title of a page of a pull request; `page` where it isn't the first. */
export async function pullRequestTitle({ params }: PullRequestParams, page?: string) {
  const { workspace, repository: slug, number } = await params;
  const { pullRequest, repository } = await openPullRequest(workspace, slug, number);
  const what = `${page ? `${page} · ` : ""}#${pullRequest.number} ${pullRequest.title}`;
  return { title: `${what} · ${repository.workspace.slug}/${repository.slug}` };
}
