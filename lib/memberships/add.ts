import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accountLinks } from "@/db/schema/account-links";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { insertAccountLink } from "../users/account-links";
import { findWorkspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { AddMemberInput } from "./input";

export type AddedMember =
  | { kind: "member"; userId: string; name: string; email: string }
  /** No account has the address: the secret goes into a one-time link, shown once to whoever invites. */
  | { kind: "invitation"; email: string; secret: string; expiresAt: Date };

/** Adds a person by address. Who has no account yet is invited, with a link that the admin passes on. */
export const addMember = operation({
  name: "memberships.add",
  scope: "membership:write",
  input: AddMemberInput.extend({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<AddedMember>> => {
      // One at a time, so that two admins adding the same person meet a clear message.
      if (!(await lockWorkspace(tx, found.id, "update"))) {
        return fail({ code: "not_found", what: "workspace", name: input.workspace });
      }
      const [user] = await tx
        .select({ userId: users.id, name: users.name, email: users.email })
        .from(users)
        .where(eq(sql`lower(${users.email})`, input.email.toLowerCase()));
      if (!user) {
        await tx
          .delete(accountLinks)
          .where(
            and(
              eq(accountLinks.workspaceId, found.id),
              eq(sql`lower(${accountLinks.email})`, input.email.toLowerCase()),
            ),
          );
        const link = await insertAccountLink(tx, caller, {
          purpose: "invitation",
          workspaceId: found.id,
          email: input.email,
          role: input.role,
        });
        await recordAudit(tx, caller, {
          action: "invitation.created",
          resource: found.resource,
          details: { email: input.email, role: input.role },
        });
        return ok({ kind: "invitation", email: input.email, ...link });
      }
      const added = await tx
        .insert(memberships)
        .values({ workspaceId: found.id, userId: user.userId, role: input.role, createdAt: new Date() })
        .onConflictDoNothing()
        .returning({ userId: memberships.userId });
      if (added.length === 0) {
        return fail({
          code: "conflict",
          field: "email",
          message: `${user.name} is a member of ${found.slug} already.`,
        });
      }
      await recordAudit(tx, caller, {
        action: "membership.added",
        resource: found.resource,
        details: { user_id: user.userId, role: input.role },
      });
      return ok({ kind: "member", ...user });
    }),
});
