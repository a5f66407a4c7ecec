import type { Metadata } from "next";
import { tokenTitle } from "@/app/_access-tokens/detail/token-title";
import { ReplacePage } from "@/app/_access-tokens/replace/replace-page";
import { openProjectOwner } from "@/app/_access-tokens/token-owner";

type Props = {
  params: Promise<{ workspace: string; key: string; id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return tokenTitle(await openProjectOwner(params), (await params).id, "Replace");
}

export default async function Page({ params, searchParams }: Props) {
  return <ReplacePage {...(await openProjectOwner(params))} id={(await params).id} searchParams={searchParams} />;
}
