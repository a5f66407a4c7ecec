import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { tokenPresets } from "@/db/schema/token-presets";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";

/** Takes a preset of the workspace away. Tokens that were made with it stay as they are. */
export const deleteTokenPreset = operation({
  name: "token_presets.delete",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string(), id: z.uuid() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const [deleted] = await tx
        .delete(tokenPresets)
        .where(and(eq(tokenPresets.workspaceId, found.id), eq(tokenPresets.id, input.id)))
        .returning({ name: tokenPresets.name });
      if (!deleted) return fail({ code: "not_found", what: "other", name: input.id });
      await recordAudit(tx, caller, {
        action: "token_preset.deleted",
        resource: found.resource,
        details: { token_preset_id: input.id, name: deleted.name },
      });
      return ok(null);
    }),
});
