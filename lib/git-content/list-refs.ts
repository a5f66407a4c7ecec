import { listBranchesAndTags } from "../git/refs";
import { operation } from "../operation";
import { ListRefsInput, pageOfRefs } from "./page-of-refs";
import { namedRepository } from "./repository-input";

export const listRefs = operation({
  name: "repositories.listRefs",
  scope: "repository",
  input: ListRefsInput,
  ...namedRepository,
  run: ({ input, found }) => pageOfRefs(found, input, listBranchesAndTags),
});
