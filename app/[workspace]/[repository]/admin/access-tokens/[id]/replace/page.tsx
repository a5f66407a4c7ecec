import type { Metadata } from "next";
import { tokenTitle } from "@/app/_access-tokens/detail/token-title";
import { ReplacePage } from "@/app/_access-tokens/replace/replace-page";
import { openRepositoryOwner } from "@/app/_access-tokens/token-owner";

type Props = {
  params: Promise<{ workspace: string; repository: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return tokenTitle(await openRepositoryOwner(params), (await params).id, "Replace");
}

export default async function Page({ params, searchParams }: Props) {
  return <ReplacePage {...(await openRepositoryOwner(params))} id={(await params).id} searchParams={searchParams} />;
}
