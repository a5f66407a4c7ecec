import type { Metadata } from "next";
import { TokenPage } from "@/app/_access-tokens/detail/token-page";
import { tokenTitle } from "@/app/_access-tokens/detail/token-title";
import { openWorkspaceOwner } from "@/app/_access-tokens/token-owner";

type Props = { params: Promise<{ workspace: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return tokenTitle(await openWorkspaceOwner(params), (await params).id);
}

export default async function Page({ params }: Props) {
  return <TokenPage {...(await openWorkspaceOwner(params))} id={(await params).id} />;
}
