import { and, asc, eq, gt } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accountLinks } from "@/db/schema/account-links";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";

export type Invitation = { id: string; email: string; role: "member" | "admin"; createdAt: Date; expiresAt: Date };

/** The invitations that are still open. Their links can't be shown again. */
export const listInvitations = operation({
  name: "invitations.list",
  scope: "membership:write",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ found }): Promise<Result<Invitation[]>> => {
    const rows = await db()
      .select()
      .from(accountLinks)
      .where(and(eq(accountLinks.workspaceId, found.id), gt(accountLinks.expiresAt, new Date())))
      .orderBy(asc(accountLinks.email));
    return ok(
      rows.flatMap(({ id, email, role, createdAt, expiresAt }) =>
        email && role ? [{ id, email, role, createdAt, expiresAt }] : [],
      ),
    );
  },
});

/** Withdraws an invitation: its link opens nothing any more. */
export const withdrawInvitation = operation({
  name: "invitations.withdraw",
  scope: "membership:write",
  input: z.object({ workspace: z.string(), id: z.uuid() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const [withdrawn] = await tx
        .delete(accountLinks)
        .where(and(eq(accountLinks.workspaceId, found.id), eq(accountLinks.id, input.id)))
        .returning({ email: accountLinks.email });
      if (!withdrawn)
        return fail({ code: "conflict", message: "That invitation was accepted or withdrawn a moment ago." });
      await recordAudit(tx, caller, {
        action: "invitation.withdrawn",
        resource: found.resource,
        details: { email: withdrawn.email },
      });
      return ok(null);
    }),
});
