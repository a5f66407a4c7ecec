import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { fail, ok, type Result } from "../errors";
import { namedId } from "../ids";
import { operation } from "../operation";
import { findWorkspace, type Workspace } from "../workspaces/find";

export type WorkspaceMember = { id: string; name: string; createdAt: Date; workspace: Workspace };

/** A member of the workspace, by their `{uuid}`. */
export const getMember = operation({
  name: "workspaces.getMemberForWorkspace",
  scope: "account",
  input: z.object({ workspace: z.string(), member: z.string() }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ input, found }): Promise<Result<WorkspaceMember>> => {
    const member = await findMember(found, input.member);
    return member ? ok(member) : fail({ code: "not_found", what: "other", name: `Member “${input.member}”` });
  },
});

/** The member whom a `{uuid}` or an account id names. */
export async function findMember(workspace: Workspace, name: string): Promise<WorkspaceMember | null> {
  const id = namedId(name);
  if (!id) return null;
  const [row] = await db()
    .select({ id: users.id, name: users.name, createdAt: users.createdAt })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.userId, id)));
  return row ? { ...row, workspace } : null;
}
