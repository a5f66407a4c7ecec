import { listBranches as readBranches } from "../git/refs";
import { operation } from "../operation";
import { ListRefsInput, pageOfRefs } from "./page-of-refs";
import { namedRepository } from "./repository-input";

export const listBranches = operation({
  name: "repositories.listBranches",
  scope: "repository",
  input: ListRefsInput,
  ...namedRepository,
  run: ({ input, found }) => pageOfRefs(found, input, readBranches),
});
