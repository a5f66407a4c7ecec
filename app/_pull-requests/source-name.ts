import type { Involved, PullRequest } from "@/lib/pull-requests/pull-request";

/** The branch that is to be merged, with its repository where that is another one. */
export function sourceName(
  { sourceRepositoryId, sourceBranch }: Pick<PullRequest, "sourceRepositoryId" | "sourceBranch">,
  { repository, sources }: Pick<Involved<unknown>, "repository" | "sources">,
): string {
  if (sourceRepositoryId === repository.id) return sourceBranch;
  const other = sources.get(sourceRepositoryId ?? "");
  // It may be gone, or none that the reader sees.
  return other ? `${other.workspace.slug}/${other.slug}:${sourceBranch}` : `another repository:${sourceBranch}`;
}
