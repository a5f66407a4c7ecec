import { Page, Stack } from "@/components/page";
import { readTree, type TreeEntry } from "@/lib/git/source";
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
  folder,
}: {
  repository: Repository;
  current: ResolvedRef;
  folder: TreeEntry;
}) {
  const { path, name } = folder;
  const entries = await readTree(repository.id, folder);
  const readme = findReadme(entries);
  const address = addressOf(repository);
  return (
    <Page>
      <h1 className="mb-5 [overflow-wrap:anywhere]">{name}</h1>
      <RefBar repository={repository} current={current} href={(ref) => sourcePage(address, ref, path)}>
        <PathCrumbs repository={address} refName={current.name} path={path} />
      </RefBar>
      <Stack>
        <TreePanel repository={repository} refName={current.name} path={path} entries={entries} />
        {readme ? <Readme repository={repository} refName={current.name} entry={readme} /> : null}
      </Stack>
    </Page>
  );
}
