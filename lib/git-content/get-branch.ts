import { z } from "zod";
import { fail, ok, type Result } from "../errors";
import { type Branch, getBranch as readBranch } from "../git/refs";
import { operation } from "../operation";
import { type Authored, withAuthors } from "./authored";
import { namedRepository, RepositoryInput } from "./repository-input";

export const getBranch = operation({
  name: "repositories.getBranch",
  scope: "repository",
  input: RepositoryInput.extend({ name: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Authored<{ branch: Branch }>>> => {
    const branch = await readBranch(found.id, input.name);
    if (!branch) return fail({ code: "not_found", what: "other", name: `Branch “${input.name}”` });
    return ok(await withAuthors(found, [branch.target], { branch }));
  },
});
