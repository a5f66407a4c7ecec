import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { decodeSegments } from "@/app/_repository/addresses";
import { FilePage } from "@/app/_repository/file-page";
import { FolderPage } from "@/app/_repository/folder-page";
import { resolveRefAndPath } from "@/app/_repository/refs";
import { SourcePage } from "@/app/_repository/source-page";
import { openRepository } from "@/app/_shell/open";
import { findEntry } from "@/lib/git/source";

type Props = {
  params: Promise<{ workspace: string; repository: string; path: string[] }>;
  searchParams: Promise<{ view?: string | string[] }>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, repository: slug, path } = await params;
  const { repository } = await openRepository(workspace, slug);
  const label = `${repository.workspace.slug}/${repository.slug}`;
  const resolved = await resolveRefAndPath(repository, decodeSegments(path) ?? []);
  if (!resolved) return { title: label };
  return { title: `${resolved.path === "" ? resolved.ref.name : resolved.path} · ${label}` };
}

export default async function SourceOfRefPage({ params, searchParams }: Props) {
  const { workspace, repository: slug, path: segments } = await params;
  const { caller, repository } = await openRepository(workspace, slug);
  const resolved = await resolveRefAndPath(repository, decodeSegments(segments) ?? []);
  if (!resolved) notFound();
  const { ref: current, path } = resolved;
  if (path === "") return <SourcePage caller={caller} repository={repository} current={current} />;
  const entry = await findEntry(repository.id, current.commit, path);
  if (!entry) notFound();
  if (entry.kind === "directory") return <FolderPage repository={repository} current={current} folder={entry} />;
  const asSource = (await searchParams).view === "source";
  return <FilePage repository={repository} current={current} entry={entry} asSource={asSource} />;
}
