import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { hasOtherAdmin, lastAdminMessage } from "./admins";
import { roleSchema } from "./input";

/** Changes a member's role. The last admin stays one. */
export const changeMember = operation({
  name: "memberships.change",
  scope: "membership:write",
  input: z.object({ workspace: z.string(), userId: z.uuid(), role: roleSchema }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      await lockWorkspace(tx, found.id, "update");
      if (input.role !== "admin" && !(await hasOtherAdmin(tx, found.id, input.userId))) {
        return fail({ code: "conflict", field: "role", message: lastAdminMessage(found.slug) });
      }
      const changed = await tx
        .update(memberships)
        .set({ role: input.role })
        .where(and(eq(memberships.workspaceId, found.id), eq(memberships.userId, input.userId)))
        .returning({ userId: memberships.userId });
      if (changed.length === 0) {
        return fail({ code: "conflict", message: "That person is no longer a member. Somebody removed them." });
      }
      await recordAudit(tx, caller, {
        action: "membership.changed",
        resource: found.resource,
        details: { user_id: input.userId, role: input.role },
      });
      return ok(null);
    }),
});
