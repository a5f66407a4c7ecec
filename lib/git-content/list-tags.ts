import { listTags as readTags } from "../git/refs";
import { operation } from "../operation";
import { ListRefsInput, pageOfRefs } from "./page-of-refs";
import { namedRepository } from "./repository-input";

export const listTags = operation({
  name: "repositories.listTags",
  scope: "repository",
  input: ListRefsInput,
  ...namedRepository,
  run: ({ input, found }) => pageOfRefs(found, input, readTags),
});
