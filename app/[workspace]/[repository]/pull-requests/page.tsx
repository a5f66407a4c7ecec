import type { Metadata } from "next";
import { parseShown } from "@/app/_pull-requests/address";
import { ListPage } from "@/app/_pull-requests/list-page";
import { openRepository } from "@/app/_shell/open";
import { pageNumber } from "@/app/_shell/page-number";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<Record<"state" | "search" | "author" | "page", string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `Pull requests · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function PullRequestsPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const query = await searchParams;
  const opened = await openRepository(workspace, slug);
  return <ListPage {...opened} shown={parseShown(query)} page={pageNumber(query.page)} />;
}
