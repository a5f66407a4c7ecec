import type { Metadata } from "next";
import { first } from "@/app/_pull-requests/address";
import { CreatePage } from "@/app/_pull-requests/create-page";
import { openRepository } from "@/app/_shell/open";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<Record<"source" | "dest", string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug } = await params;
  const { repository } = await openRepository(workspace, slug);
  return { title: `New pull request · ${repository.workspace.slug}/${repository.slug}` };
}

export default async function NewPullRequestPage({ params, searchParams }: Props) {
  const { workspace, repository: slug } = await params;
  const { source, dest } = await searchParams;
  const opened = await openRepository(workspace, slug);
  return <CreatePage {...opened} source={first(source)} destination={first(dest)} />;
}
