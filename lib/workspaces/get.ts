import { z } from "zod";
import { anyScope } from "../authorization/can";
import { ok } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "./find";

/** The published API asks for no scope here: whoever reaches the workspace may see it. */
export const getWorkspace = operation({
  name: "workspaces.getWorkspace",
  scope: anyScope,
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ found }) => ok(found),
});
