import type { Metadata } from "next";
import { openProjectOwner, titleOf } from "@/app/_access-tokens/token-owner";
import { TokensPage } from "@/app/_access-tokens/tokens-page";

type Props = {
  params: Promise<{ workspace: string; key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return titleOf("Access tokens", await openProjectOwner(params));
}

export default async function Page({ params, searchParams }: Props) {
  return <TokensPage {...(await openProjectOwner(params))} searchParams={searchParams} />;
}
