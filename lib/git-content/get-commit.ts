import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { type Commit, getCommit as readCommit } from "../git/commits";
import { resolveCommit } from "../git/resolve";
import { operation } from "../operation";
import { type Authored, withAuthors } from "./authored";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

/** The commit that a hash, a prefix, a branch, a tag or HEAD names. */
export const getCommit = operation({
  name: "repositories.getCommit",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ commit: Commit }>>> => {
    const hash = await resolveCommit(found.id, input.commit);
    const commit = hash && (await readCommit(found.id, hash));
    return commit ? ok(await withAuthors(found, [commit], { commit })) : fail(unknownCommit(input.commit));
  },
});
