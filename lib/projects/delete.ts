import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { endTokensOwnedBy } from "../access-tokens/end-owned";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { operation } from "../operation";
import { findProject } from "./find";

/** Deletes a project that holds no repositories, and ends its tokens. `confirmation` repeats its key, where a person was asked to. */
export const deleteProject = operation({
  name: "workspaces.deleteProject",
  scope: "project:admin",
  input: z.object({ workspace: z.string(), project: z.string(), confirmation: z.string().optional() }),
  find: ({ workspace, project }, caller) => findProject(workspace, project, caller),
  missing: ({ project }) => ({ what: "project", name: project }),
  run: async ({ caller, input, found }): Promise<Result<{ endedTokens: number }>> => {
    if (input.confirmation !== undefined && input.confirmation !== found.key)
      return invalid("confirmation", `Type ${found.key} to delete it.`);
    const ids = and(eq(projects.workspaceId, found.workspace.id), eq(projects.id, found.id));
    return db().transaction(async (tx): Promise<Result<{ endedTokens: number }>> => {
      const [locked] = await tx.select({ id: projects.id }).from(projects).where(ids).for("update");
      if (!locked) return fail({ code: "not_found", what: "project", name: input.project });
      const [held] = await tx
        .select({ id: repositories.id })
        .from(repositories)
        .where(and(eq(repositories.workspaceId, found.workspace.id), eq(repositories.projectId, found.id)))
        .limit(1);
      if (held) {
        const message = `${found.name} still holds repositories. Move or delete them first.`;
        return fail({ code: "conflict", field: "confirmation", message });
      }
      const ended = await endTokensOwnedBy(tx, caller, { resource: found.resource, projectIds: [found.id] });
      await tx.delete(projects).where(ids);
      const endedTokens = ended.length;
      await recordAudit(tx, caller, ...ended, {
        action: "project.deleted",
        resource: found.resource,
        details: { key: found.key, ended_tokens: endedTokens },
      });
      return ok({ endedTokens });
    });
  },
});
