import { z } from "zod";
import { ok, type Result } from "../errors";
import { braced } from "../ids";
import { operation } from "../operation";
import { type ItemFields, sortToCompare } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { findWorkspace, type Workspace } from "./find";

/** The workspaces that a token belongs to: its own, and no other. */
export const listOwnWorkspaces = operation({
  name: "get_user_workspaces",
  scope: "account",
  input: z.object({ sort: QueryInput.shape.sort, administered: z.boolean().optional() }),
  find: async (_, { principal }) =>
    principal.kind === "access_token"
      ? (principal.workspace ?? (await findWorkspace(braced(principal.workspaceId))))
      : null,
  missing: () => ({ what: "other", name: "A workspace" }),
  run: async ({ input, found }): Promise<Result<Workspace[]>> => {
    const order = sortToCompare(input.sort, fields);
    if (!order.ok) return order;
    // A token administers none.
    return ok(input.administered ? [] : [found]);
  },
});

const fields: ItemFields<Workspace> = {
  "workspace.slug": { type: "text", read: ({ slug }) => slug },
};
