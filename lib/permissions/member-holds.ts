import { and, eq, inArray, or, type SQL } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import type { Repository } from "../repositories/find";
import type { Permission } from "./input";

/**
 * The condition that a member of the workspace holds one of these permissions on a repository: by its project or itself, or
 * as an admin of the workspace, who holds all.
 */
export function memberHolds({ id, workspace, project }: Repository, permissions: Permission[]): SQL | undefined {
  const onProject = db()
    .select({ id: projectPermissions.userId })
    .from(projectPermissions)
    .where(
      and(
        eq(projectPermissions.workspaceId, workspace.id),
        eq(projectPermissions.projectId, project.id),
        inArray(projectPermissions.permission, permissions),
      ),
    );
  const onRepository = db()
    .select({ id: repositoryPermissions.userId })
    .from(repositoryPermissions)
    .where(
      and(
        eq(repositoryPermissions.workspaceId, workspace.id),
        eq(repositoryPermissions.repositoryId, id),
        inArray(repositoryPermissions.permission, permissions),
      ),
    );
  return or(
    eq(memberships.role, "admin"),
    inArray(memberships.userId, onProject),
    inArray(memberships.userId, onRepository),
  );
}
