import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { plan, workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import { can } from "../authorization/can";
import type { Caller, Resource } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { newId } from "../ids";
import { operation } from "../operation";
import type { Plan } from "./find";
import { CreateWorkspaceInput } from "./input";

type CreatedWorkspace = { id: string; slug: string; name: string; plan: Plan };

/**
 * Creates a workspace on the free plan with the person who asks as its admin. Whoever runs the server may choose the
 * plan and name the admin by address.
 */
export const createWorkspace = operation({
  name: "workspaces.create",
  scope: "workspace:create",
  input: CreateWorkspaceInput.extend({
    plan: z.enum(plan.enumValues).default("free"),
    adminEmail: z.string().optional(),
  }),
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other", name: "server" }),
  run: async ({ caller, input, found }): Promise<Result<CreatedWorkspace>> => {
    const { adminEmail, ...workspace } = input;
    if (input.plan !== "free" && !can(caller.principal, "workspace:plan", found.resource)) {
      return fail({ code: "insufficient_scope", granted: [], required: "workspace:plan" });
    }
    const adminId = caller.principal.kind === "user" ? caller.principal.userId : await userIdOf(adminEmail);
    if (adminEmail !== undefined && adminId === null) {
      return invalid("adminEmail", `There is no account with the address ${adminEmail}.`);
    }
    try {
      return ok(await db().transaction((tx) => insertWorkspace(tx, caller, workspace, adminId)));
    } catch (error) {
      if (violatedConstraint(error) !== "workspaces_slug_unique") throw error;
      return fail({ code: "conflict", field: "slug", message: `${input.slug} is taken. Choose another.` });
    }
  },
});

/** Inserts a workspace, its first admin where there is one, and the audit row. */
export async function insertWorkspace(
  tx: Executor,
  caller: Caller,
  workspace: { slug: string; name: string; plan: Plan },
  adminId: string | null,
): Promise<CreatedWorkspace> {
  const id = newId();
  const now = new Date();
  const resource: Resource = { kind: "workspace", workspaceId: id };
  await tx.insert(workspaces).values({ id, ...workspace, createdAt: now, updatedAt: now });
  if (adminId) await tx.insert(memberships).values({ workspaceId: id, userId: adminId, role: "admin", createdAt: now });
  await recordAudit(tx, caller, {
    action: "workspace.created",
    resource,
    details: { ...workspace, admin_id: adminId },
  });
  return { id, ...workspace };
}

async function userIdOf(email: string | undefined): Promise<string | null> {
  if (email === undefined) return null;
  const [user] = await db()
    .select({ id: users.id })
    .from(users)
    .where(eq(sql`lower(${users.email})`, email.trim().toLowerCase()));
  return user?.id ?? null;
}
