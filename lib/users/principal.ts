import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { users } from "@/db/schema/users";
import type { Access, UserPrincipal } from "../authorization/principal";
import { roleScopes } from "../authorization/scopes";

/**
 * The person of a session, with what they may do as of now. Null where the account is gone or where the session is of
 * another generation: the password changed since.
 */
export async function principalOfUser(userId: string, sessionGeneration: number): Promise<UserPrincipal | null> {
  const [user] = await db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.sessionGeneration, sessionGeneration)));
  if (!user) return null;
  return { kind: "user", userId: user.id, name: user.name, email: user.email, access: await accessOf(user.id) };
}

async function accessOf(userId: string): Promise<Access[]> {
  const [inWorkspaces, onProjects, onRepositories] = await Promise.all([
    db()
      .select({ workspaceId: memberships.workspaceId, role: memberships.role })
      .from(memberships)
      .where(eq(memberships.userId, userId)),
    db()
      .select({
        workspaceId: projectPermissions.workspaceId,
        projectId: projectPermissions.projectId,
        permission: projectPermissions.permission,
      })
      .from(projectPermissions)
      .where(eq(projectPermissions.userId, userId)),
    db()
      .select({
        workspaceId: repositoryPermissions.workspaceId,
        repositoryId: repositoryPermissions.repositoryId,
        permission: repositoryPermissions.permission,
      })
      .from(repositoryPermissions)
      .where(eq(repositoryPermissions.userId, userId)),
  ]);
  return [
    { resource: { kind: "instance" }, scopes: ["user:self", "workspace:create"] },
    ...inWorkspaces.map(
      ({ role, ...ids }): Access => ({ resource: { kind: "workspace", ...ids }, scopes: roleScopes(role) }),
    ),
    ...onProjects.map(
      ({ permission, ...ids }): Access => ({ resource: { kind: "project", ...ids }, scopes: roleScopes(permission) }),
    ),
    ...onRepositories.map(
      ({ permission, ...ids }): Access => ({
        resource: { kind: "repository", ...ids },
        scopes: roleScopes(permission),
      }),
    ),
  ];
}
