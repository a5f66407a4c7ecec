import { z } from "zod";
import { ok } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { findTokenPolicy } from "./find";

export const getTokenPolicy = operation({
  name: "token_policies.get",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ found }) => ok(await findTokenPolicy(found.id)),
});
