import type { Metadata } from "next";
import { TokenPage } from "@/app/_access-tokens/detail/token-page";
import { tokenTitle } from "@/app/_access-tokens/detail/token-title";
import { openRepositoryOwner } from "@/app/_access-tokens/token-owner";

type Props = { params: Promise<{ workspace: string; repository: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return tokenTitle(await openRepositoryOwner(params), (await params).id);
}

export default async function Page({ params }: Props) {
  return <TokenPage {...(await openRepositoryOwner(params))} id={(await params).id} />;
}
