import { asc, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findWorkspace, type Workspace } from "../workspaces/find";

export type Member = {
  userId: string;
  name: string;
  email: string;
  /** Since when there has been the account. */
  createdAt: Date;
  role: "member" | "admin";
  since: Date;
};

/** The members of the workspace: admins first, then by name. */
export const listMembers = operation({
  name: "workspaces.getMembersForWorkspace",
  scope: "account",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ found }): Promise<Result<{ members: Member[]; workspace: Workspace }>> =>
    ok({
      workspace: found,
      members: await db()
        .select({
          userId: users.id,
          name: users.name,
          email: users.email,
          createdAt: users.createdAt,
          role: memberships.role,
          since: memberships.createdAt,
        })
        .from(memberships)
        .innerJoin(users, eq(users.id, memberships.userId))
        .where(eq(memberships.workspaceId, found.id))
        .orderBy(desc(memberships.role), asc(users.name), asc(users.id)),
    }),
});
