import type { Metadata } from "next";
import { openRepositoryOwner, titleOf } from "@/app/_access-tokens/token-owner";
import { TokensPage } from "@/app/_access-tokens/tokens-page";

type Props = {
  params: Promise<{ workspace: string; repository: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return titleOf("Access tokens", await openRepositoryOwner(params));
}

export default async function Page({ params, searchParams }: Props) {
  return <TokensPage {...(await openRepositoryOwner(params))} searchParams={searchParams} />;
}
