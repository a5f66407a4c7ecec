import type { Metadata } from "next";
import { TokenPage } from "@/app/_access-tokens/detail/token-page";
import { tokenTitle } from "@/app/_access-tokens/detail/token-title";
import { openProjectOwner } from "@/app/_access-tokens/token-owner";

type Props = { params: Promise<{ workspace: string; key: string; id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return tokenTitle(await openProjectOwner(params), (await params).id);
}

export default async function Page({ params }: Props) {
  return <TokenPage {...(await openProjectOwner(params))} id={(await params).id} />;
}
