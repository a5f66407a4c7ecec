import { z } from "zod";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { resolveCommit } from "../git/resolve";
import { findRepository } from "../repositories/find";

/** What every operation on the content of a repository takes, and how it finds it. */
export const RepositoryInput = z.object({ workspace: z.string(), repository: z.string() });
type RepositoryInput = z.output<typeof RepositoryInput>;

export const namedRepository = {
  find: ({ workspace, repository }: RepositoryInput, caller: Caller) => findRepository(workspace, repository, caller),
  missing: ({ repository }: RepositoryInput) => ({ what: "repository" as const, name: repository }),
};

/** The full hash of the commit that a revision names. */
export async function requireCommit(repositoryId: string, spec: string): Promise<Result<string>> {
  const hash = await resolveCommit(repositoryId, spec);
  return hash ? ok(hash) : fail({ code: "not_found", what: "other", name: `Commit “${spec}”` });
}

/** The full hashes of all these revisions, or the first of them that names no commit. */
export async function resolveAll(
  repositoryId: string,
  specs: readonly string[],
): Promise<{ hashes: string[] } | { unknown: string }> {
  const hashes: string[] = [];
  for (const spec of specs) {
    const hash = await resolveCommit(repositoryId, spec);
    if (hash === null) return { unknown: spec };
    hashes.push(hash);
  }
  return { hashes };
}
