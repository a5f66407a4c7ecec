import type { Metadata } from "next";
import { CreateTokenPage } from "@/app/_access-tokens/create-token-page";
import { openRepositoryOwner, titleOf } from "@/app/_access-tokens/token-owner";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return titleOf("Create access token", await openRepositoryOwner(params));
}

export default async function Page({ params, searchParams }: Props) {
  return <CreateTokenPage {...(await openRepositoryOwner(params))} searchParams={searchParams} />;
}
