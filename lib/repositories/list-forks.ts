import { and, eq } from "drizzle-orm";
import { repositories } from "@/db/schema/repositories";
import { reach } from "../authorization/can";
import type { Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { QueryInput } from "../query-language/input";
import { repositoriesWithin } from "../within";
import type { Repository } from "./find";
import { pageOfRepositories } from "./list";

/** The forks of a repository that the principal may read, by slug. */
export const listForks = operation({
  name: "repositories.listForks",
  scope: "repository",
  input: PageInput.extend({ ...RepositoryInput.shape, ...QueryInput.shape }),
  ...namedRepository,
  run: ({ caller, input, found: { workspace, id } }): Promise<Result<Page<Repository>>> => {
    const within = reach(caller.principal, "repository", workspace.resource);
    const condition = and(repositoriesWithin(workspace.id, within), eq(repositories.parentId, id));
    return pageOfRepositories(workspace, condition, input);
  },
});
