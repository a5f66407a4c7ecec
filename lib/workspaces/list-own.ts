import { z } from "zod";
import { ok, type Result } from "../errors";
import { braced } from "../ids";
import { operation } from "../operation";
import { findWorkspace, type Workspace } from "./find";

/** The workspaces that a token belongs to: its own, and no other. */
export const listOwnWorkspaces = operation({
  name: "get_user_workspaces",
  scope: "account",
  input: z.object({}),
  find: async (_, { principal }) =>
    principal.kind === "access_token"
      ? (principal.workspace ?? (await findWorkspace(braced(principal.workspaceId))))
      : null,
  missing: () => ({ what: "other", name: "A workspace" }),
  run: async ({ found }): Promise<Result<Workspace[]>> => ok([found]),
});
