import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { recordAudit } from "../audit/record";
import type { Resource } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource } from "../resource-name";
import { PermissionResourceName } from "./input";

/** Takes the permission that a person was given on the resource itself; what they hold from above it stays. */
export const takePermission = operation({
  name: "permissions.take",
  scope: "permission:write",
  input: z.object({ resource: PermissionResourceName, userId: z.uuid() }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      if (!(await remove(tx, found.resource, input.userId))) {
        return fail({ code: "conflict", message: "That permission was taken a moment ago." });
      }
      await recordAudit(tx, caller, {
        action: "permission.taken",
        resource: found.resource,
        details: { user_id: input.userId },
      });
      return ok(null);
    }),
});

async function remove(tx: Executor, resource: Resource, userId: string): Promise<boolean> {
  if (resource.kind === "project") {
    const taken = await tx
      .delete(projectPermissions)
      .where(
        and(
          eq(projectPermissions.workspaceId, resource.workspaceId),
          eq(projectPermissions.projectId, resource.projectId),
          eq(projectPermissions.userId, userId),
        ),
      )
      .returning({ userId: projectPermissions.userId });
    return taken.length > 0;
  }
  if (resource.kind === "repository") {
    const taken = await tx
      .delete(repositoryPermissions)
      .where(
        and(
          eq(repositoryPermissions.workspaceId, resource.workspaceId),
          eq(repositoryPermissions.repositoryId, resource.repositoryId),
          eq(repositoryPermissions.userId, userId),
        ),
      )
      .returning({ userId: repositoryPermissions.userId });
    return taken.length > 0;
  }
  return false;
}
