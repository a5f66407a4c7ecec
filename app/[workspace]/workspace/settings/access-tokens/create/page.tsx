import type { Metadata } from "next";
import { CreateTokenPage } from "@/app/_access-tokens/create-token-page";
import { openWorkspaceOwner, titleOf } from "@/app/_access-tokens/token-owner";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return titleOf("Create access token", await openWorkspaceOwner(params));
}

export default async function Page({ params, searchParams }: Props) {
  return <CreateTokenPage {...(await openWorkspaceOwner(params))} searchParams={searchParams} />;
}
