import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { type Commit, listCommits as readCommits } from "../git/commits";
import { normalPath } from "../git/source";
import { operation } from "../operation";
import { PageInput } from "../page";
import { type Authored, withAuthors } from "./authored";
import { namedRepository, RepositoryInput, resolveAll } from "./repository-input";

/** Commits, newest first: of all branches, or of the history of what is included without that of what is excluded. */
export const listCommits = operation({
  name: "repositories.listCommits",
  scope: "repository",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    include: z.array(z.string()).max(50).default([]),
    exclude: z.array(z.string()).max(50).default([]),
    path: z.string().optional(),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ commits: Commit[]; more: boolean }>>> => {
    const include = await resolveAll(found.id, input.include);
    if ("unknown" in include) return fail(unknownCommit(include.unknown));
    const exclude = await resolveAll(found.id, input.exclude);
    if ("unknown" in exclude) return fail(unknownCommit(exclude.unknown));
    const path = normalPath(input.path ?? "");
    // No commit touches what lies outside.
    if (path === null) return ok(await withAuthors(found, [], { commits: [], more: false }));
    const list = await readCommits(found.id, {
      include: include.hashes,
      exclude: exclude.hashes,
      path: path === "" ? undefined : path,
      offset: (input.page - 1) * input.pageLength,
      limit: input.pageLength,
    });
    return ok(await withAuthors(found, list.commits, list));
  },
});

export function unknownCommit(spec: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Commit “${spec}”` };
}
