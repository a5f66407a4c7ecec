import { refTargets } from "../git/ref-targets";
import { resolveCommit } from "../git/resolve";
import { splitRef } from "./split-ref";

/** What an address names: a branch, tag or commit, the commit that it stands for now, and a path in it. */
export type Place = { kind: "branch" | "tag" | "commit"; name: string; commit: string; path: string };

/** The place of an address, a ref and a path in one. Every entrance asks here, so that they all show the same. */
export async function findPlace(repositoryId: string, address: string): Promise<Place | null> {
  const split = splitRef(address, await refsWithin(repositoryId, beginningsOf(address)));
  const commit = await resolveCommit(repositoryId, split.name);
  return commit === null ? null : { ...split, commit };
}

/** No branch has so many parts; for each there are files to look at. */
const mostParts = 50;

/** The address up to each of its slashes, and whole. */
function beginningsOf(address: string): string[] {
  const parts = address.split("/", mostParts);
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

async function refsWithin(repositoryId: string, names: readonly string[]) {
  const targets = await refTargets(
    repositoryId,
    names.flatMap((name) => [`refs/heads/${name}`, `refs/tags/${name}`]),
  );
  return {
    branches: names.filter((name) => targets.has(`refs/heads/${name}`)),
    tags: names.filter((name) => targets.has(`refs/tags/${name}`)),
  };
}
