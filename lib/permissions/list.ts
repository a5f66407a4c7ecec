import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { users } from "@/db/schema/users";
import type { Resource } from "../authorization/principal";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource } from "../resource-name";
import { type Permission, PermissionResourceName } from "./input";

export type PermissionHolder = {
  userId: string;
  name: string;
  email: string;
  permission: Permission;
  /** Where it comes from; only what is given on the resource itself can be changed or taken there. */
  from: "workspace" | "project" | "repository";
};

/**
 * Who may do what on a project or repository: the workspace's admins, who hold everything, then, for a repository,
 * what its project gives, then what is given on the resource itself.
 */
export const listPermissions = operation({
  name: "permissions.list",
  scope: "permission:write",
  input: z.object({ resource: PermissionResourceName }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ found }): Promise<Result<PermissionHolder[]>> => ok(await permissionHolders(found.resource)),
});

/** The admins of a project or repository by name, for telling people whom to ask. */
export async function adminNames(resource: Exclude<Resource, { kind: "instance" }>): Promise<string[]> {
  const holders = await permissionHolders(resource);
  return [...new Set(holders.filter((holder) => holder.permission === "admin").map((holder) => holder.name))];
}

async function permissionHolders(resource: Exclude<Resource, { kind: "instance" }>): Promise<PermissionHolder[]> {
  const { workspaceId } = resource;
  const person = { userId: users.id, name: users.name, email: users.email };
  const admins = await db()
    .select(person)
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.role, "admin")))
    .orderBy(asc(users.name));
  const onProject =
    resource.kind === "workspace"
      ? []
      : await db()
          .select({ ...person, permission: projectPermissions.permission })
          .from(projectPermissions)
          .innerJoin(users, eq(users.id, projectPermissions.userId))
          .where(
            and(eq(projectPermissions.workspaceId, workspaceId), eq(projectPermissions.projectId, resource.projectId)),
          )
          .orderBy(asc(users.name));
  const onRepository =
    resource.kind !== "repository"
      ? []
      : await db()
          .select({ ...person, permission: repositoryPermissions.permission })
          .from(repositoryPermissions)
          .innerJoin(users, eq(users.id, repositoryPermissions.userId))
          .where(
            and(
              eq(repositoryPermissions.workspaceId, workspaceId),
              eq(repositoryPermissions.repositoryId, resource.repositoryId),
            ),
          )
          .orderBy(asc(users.name));
  return [
    ...admins.map((holder) => ({ ...holder, permission: "admin" as const, from: "workspace" as const })),
    ...onProject.map((holder) => ({ ...holder, from: "project" as const })),
    ...onRepository.map((holder) => ({ ...holder, from: "repository" as const })),
  ];
}
