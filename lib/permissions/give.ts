import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { projectPermissions, repositoryPermissions } from "@/db/schema/permissions";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource } from "../resource-name";
import { PermissionResourceName, permissionSchema } from "./input";

/** Gives a member of the workspace a permission on the project or repository, in place of the one given there before. */
export const givePermission = operation({
  name: "permissions.give",
  scope: "permission:write",
  input: z.object({
    resource: PermissionResourceName,
    userId: z.uuid("Choose a member."),
    permission: permissionSchema,
  }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const { resource } = found;
    const given = {
      workspaceId: resource.workspaceId,
      userId: input.userId,
      permission: input.permission,
      createdAt: new Date(),
    };
    try {
      return await db().transaction(async (tx) => {
        if (resource.kind === "project") {
          await tx
            .insert(projectPermissions)
            .values({ ...given, projectId: resource.projectId })
            .onConflictDoUpdate({
              target: [projectPermissions.projectId, projectPermissions.userId],
              set: { permission: input.permission },
            });
        } else if (resource.kind === "repository") {
          await tx
            .insert(repositoryPermissions)
            .values({ ...given, repositoryId: resource.repositoryId })
            .onConflictDoUpdate({
              target: [repositoryPermissions.repositoryId, repositoryPermissions.userId],
              set: { permission: input.permission },
            });
        }
        await recordAudit(tx, caller, {
          action: "permission.given",
          resource,
          details: { user_id: input.userId, permission: input.permission },
        });
        return ok(null);
      });
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === null) throw error;
      if (constraint.endsWith("_permissions_membership_fkey")) {
        return invalid("userId", `That person is not a member of ${found.workspace.slug}. Add them to it first.`);
      }
      if (/_permissions_(project|repository)_fkey$/.test(constraint)) {
        return fail({ code: "not_found", ...missingResource(input.resource) });
      }
      throw error;
    }
  },
});
