import { asc, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { repositories } from "@/db/schema/repositories";
import { workspaces } from "@/db/schema/workspaces";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import type { Plan } from "./find";

export type WorkspaceSummary = {
  id: string;
  slug: string;
  name: string;
  plan: Plan;
  role: "member" | "admin";
  repositoryCount: number;
};

/** The workspaces that the person is a member of, by name. */
export const listWorkspaces = operation({
  name: "workspaces.list",
  scope: "user:self",
  input: z.object({}),
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other", name: "server" }),
  run: async ({ caller }): Promise<Result<WorkspaceSummary[]>> => {
    if (caller.principal.kind !== "user") return ok([]);
    const rows = await db()
      .select({
        id: workspaces.id,
        slug: workspaces.slug,
        name: workspaces.name,
        plan: workspaces.plan,
        role: memberships.role,
        repositoryCount: count(repositories.id),
      })
      .from(memberships)
      .innerJoin(workspaces, eq(workspaces.id, memberships.workspaceId))
      .leftJoin(repositories, eq(repositories.workspaceId, workspaces.id))
      .where(eq(memberships.userId, caller.principal.userId))
      .groupBy(workspaces.id, memberships.role)
      .orderBy(asc(workspaces.name));
    return ok(rows);
  },
});
