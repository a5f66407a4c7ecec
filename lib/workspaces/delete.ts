import { and, count, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { workspaces } from "@/db/schema/workspaces";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { deleteBareRepository } from "../git/storage";
import { operation } from "../operation";
import { findWorkspace } from "./find";
import { lockWorkspace } from "./lock";

/** Deletes a workspace and all in it, tokens and their identities included. `confirmation` repeats its slug. */
export const deleteWorkspace = operation({
  name: "workspaces.delete",
  scope: "workspace:admin",
  input: z.object({ workspace: z.string(), confirmation: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, input, found }): Promise<Result<{ endedTokens: number }>> => {
    if (input.confirmation !== found.slug) return invalid("confirmation", `Type ${found.slug} to delete it.`);
    let storage: { id: string }[] = [];
    const result = await db().transaction(async (tx): Promise<Result<{ endedTokens: number }>> => {
      if (!(await lockWorkspace(tx, found.id, "update"))) {
        return fail({ code: "not_found", what: "workspace", name: input.workspace });
      }
      const [live] = await tx
        .select({ total: count() })
        .from(accessTokens)
        .where(and(eq(accessTokens.workspaceId, found.id), isNull(accessTokens.revokedAt)));
      // From the leaves up. Secrets, memberships, permissions and invitations go with what they hang on.
      await tx.delete(accessTokens).where(eq(accessTokens.workspaceId, found.id));
      storage = await tx
        .delete(repositories)
        .where(eq(repositories.workspaceId, found.id))
        .returning({ id: repositories.id });
      await tx.delete(projects).where(eq(projects.workspaceId, found.id));
      await tx.delete(workspaces).where(eq(workspaces.id, found.id));
      const endedTokens = live?.total ?? 0;
      await recordAudit(tx, caller, {
        action: "workspace.deleted",
        resource: found.resource,
        details: { slug: found.slug, repositories: storage.length, ended_tokens: endedTokens },
      });
      return ok({ endedTokens });
    });
    if (result.ok) for (const { id } of storage) await deleteBareRepository(id);
    return result;
  },
});
