import { eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "./find";
import { UpdateWorkspaceInput } from "./input";

export const updateWorkspace = operation({
  name: "workspaces.update",
  scope: "workspace:admin",
  input: UpdateWorkspaceInput.extend({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      await tx.update(workspaces).set({ name: input.name, updatedAt: new Date() }).where(eq(workspaces.id, found.id));
      await recordAudit(tx, caller, {
        action: "workspace.updated",
        resource: found.resource,
        details: { name: input.name, name_before: found.name },
      });
      return ok(null);
    }),
});
