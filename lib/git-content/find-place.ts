import type { RefNames } from "../git/refs";
import { resolveCommit } from "../git/resolve";
import { splitRef } from "./split-ref";

/** What an address names: a branch, tag or commit, the commit that it stands for now, and a path in it. */
export type Place = { kind: "branch" | "tag" | "commit"; name: string; commit: string; path: string };

/** The place of an address, a ref and a path in one. Every entrance asks here, so that they all show the same. */
export async function findPlace(repositoryId: string, address: string, names: RefNames): Promise<Place | null> {
  const split = splitRef(address, names);
  const commit = await resolveCommit(repositoryId, split.name);
  return commit === null ? null : { ...split, commit };
}
