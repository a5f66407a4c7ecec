import { z } from "zod";
import { approvalsOf, type CommitApproval } from "../commit-comments/approvals";
import { fail, ok, type Result } from "../errors";
import { type Commit, getCommit as readCommit } from "../git/commits";
import { resolveCommit } from "../git/resolve";
import { operation } from "../operation";
import { type Authored, withAuthors } from "./authored";
import { unknownCommit } from "./list-commits";
import { namedRepository, RepositoryInput } from "./repository-input";

/** The commit that a hash, a prefix, a branch, a tag or HEAD names, with who approved it. */
export const getCommit = operation({
  name: "repositories.getCommit",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ commit: Commit; approvals: CommitApproval[] }>>> => {
    const hash = await resolveCommit(found.id, input.commit);
    const commit = hash && (await readCommit(found.id, hash));
    if (!commit) return fail(unknownCommit(input.commit));
    return ok(await withAuthors(found, [commit], { commit, approvals: await approvalsOf(found, commit.hash) }));
  },
});
