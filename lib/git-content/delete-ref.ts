import { z } from "zod";
import type { Caller } from "../authorization/principal";
import { fail, invalid, type Result } from "../errors";
import { refTarget } from "../git/ref-targets";
import { writeRefs } from "../git-access/write-refs";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { namedRepository, RepositoryInput } from "./repository-input";

const NamedRefInput = RepositoryInput.extend({ name: z.string() });

export const deleteBranch = operation({
  name: "repositories.deleteBranch",
  scope: "repository:write",
  input: NamedRefInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    if (input.name === found.mainBranch)
      return invalid("name", `${input.name} is the main branch. It can’t be deleted.`);
    return removeRef(caller, found, `refs/heads/${input.name}`, `Branch “${input.name}”`);
  },
});

export const deleteTag = operation({
  name: "repositories.deleteTag",
  scope: "repository:write",
  input: NamedRefInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    return removeRef(caller, found, `refs/tags/${input.name}`, `Tag “${input.name}”`);
  },
});

async function removeRef(caller: Caller, repository: Repository, ref: string, what: string): Promise<Result<null>> {
  const before = await refTarget(repository.id, ref);
  if (before === null) return fail({ code: "not_found", what: "other", name: what });
  return writeRefs(caller, repository, [{ ref, before, after: null }]);
}
