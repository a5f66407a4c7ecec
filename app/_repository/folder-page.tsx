import { notFound } from "next/navigation";
import { Page, Stack } from "@/components/page";
import { readTree } from "@/lib/git/source";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, sourcePage } from "./addresses";
import { PathCrumbs } from "./path-crumbs";
import { findReadme, Readme } from "./readme";
import { RefBar } from "./ref-bar";
import type { ResolvedRef } from "./refs";
import { TreePanel } from "./tree-panel";

export async function FolderPage({
  repository,
  current,
  path,
}: {
  repository: Repository;
  current: ResolvedRef;
  path: string;
}) {
  const entries = await readTree(repository.id, current.commit, path);
  if (!entries) notFound();
  const readme = findReadme(entries);
  const address = addressOf(repository);
  return (
    <Page>
      <h1 className="mb-5 [overflow-wrap:anywhere]">{path.slice(path.lastIndexOf("/") + 1)}</h1>
      <RefBar repository={repository} current={current} href={(ref) => sourcePage(address, ref, path)}>
        <PathCrumbs repository={address} refName={current.name} path={path} />
      </RefBar>
      <Stack>
        <TreePanel repository={address} refName={current.name} path={path} entries={entries} />
        {readme ? <Readme repository={repository} refName={current.name} entry={readme} /> : null}
      </Stack>
    </Page>
  );
}
