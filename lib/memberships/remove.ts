import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { raiseIssuerLeft } from "../notices/raise-of-people";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { hasOtherAdmin, lastAdminMessage } from "./admins";

/**
 * Removes a member, with their permissions on its projects and repositories. The last admin stays. Tokens that the
 * person issued belong to their resources and work on; their admins are asked to adopt or end them.
 */
export const removeMember = operation({
  name: "memberships.remove",
  scope: "membership:write",
  input: z.object({ workspace: z.string(), userId: z.uuid() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      await lockWorkspace(tx, found.id, "update");
      if (!(await hasOtherAdmin(tx, found.id, input.userId))) {
        return fail({ code: "conflict", message: lastAdminMessage(found.slug) });
      }
      const removed = await tx
        .delete(memberships)
        .where(and(eq(memberships.workspaceId, found.id), eq(memberships.userId, input.userId)))
        .returning({ userId: memberships.userId });
      if (removed.length === 0) {
        return fail({ code: "conflict", message: "That person is no longer a member. Somebody removed them." });
      }
      await raiseIssuerLeft(tx, { workspaceId: found.id, userId: input.userId, at: new Date() });
      await recordAudit(tx, caller, {
        action: "membership.removed",
        resource: found.resource,
        details: { user_id: input.userId },
      });
      return ok(null);
    }),
});
