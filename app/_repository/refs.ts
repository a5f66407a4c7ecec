import "server-only";
import { cache } from "react";
import { refNames as readRefNames } from "@/lib/git/refs";
import { resolveCommit } from "@/lib/git/resolve";
import { findPlace } from "@/lib/git-content/find-place";
import type { Repository } from "@/lib/repositories/find";

/** A branch, tag or commit by the name that addresses give it, with the commit that it stands for now. */
export type ResolvedRef = { kind: "branch" | "tag" | "commit"; name: string; commit: string };

/** How many names a page offers to choose from: they travel with it. */
export const mostBranches = 2_000;

/** The names of all branches and tags. */
export const refNames = cache(readRefNames);

/** What the repository shows first: its main branch, or where that was never pushed the first there is. */
export async function defaultRef(repository: Repository): Promise<ResolvedRef | null> {
  const { branches } = await refNames(repository.id);
  const name = branches.includes(repository.mainBranch) ? repository.mainBranch : branches[0];
  const commit = name === undefined ? null : await resolveCommit(repository.id, name);
  return name === undefined || commit === null ? null : { kind: "branch", name, commit };
}

/** Both refs and paths hold slashes: the ref is the beginning that names one, what follows is the path. */
export async function resolveRefAndPath(
  repository: Repository,
  segments: readonly string[],
): Promise<{ ref: ResolvedRef; path: string } | null> {
  const place = await findPlace(repository.id, segments.join("/"));
  if (!place) return null;
  const { path, ...ref } = place;
  return { ref, path };
}
