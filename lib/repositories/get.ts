import { z } from "zod";
import { ok } from "../errors";
import { operation } from "../operation";
import { findRepository } from "./find";

export const getRepository = operation({
  name: "repositories.get",
  scope: "repository",
  input: z.object({ workspace: z.string(), repository: z.string() }),
  find: ({ workspace, repository }, caller) => findRepository(workspace, repository, caller),
  missing: ({ repository }) => ({ what: "repository", name: repository }),
  run: async ({ found }) => ok(found),
});
