import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { projects } from "@/db/schema/projects";
import { knownActor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { ownOrigin } from "../env";
import { fail, ok, type Result } from "../errors";
import { changesBetween, emitEvent } from "../events/emit";
import { operation } from "../operation";
import { condensedProject } from "../published/project";
import { findProject, type Project } from "./find";
import { UpdateProjectInput } from "./input";

/** Changes what is given of a project. */
export const updateProject = operation({
  name: "projects.update",
  scope: "project:admin",
  input: UpdateProjectInput.extend({ workspace: z.string(), project: z.string() }),
  find: ({ workspace, project }, caller) => findProject(workspace, project, caller),
  missing: ({ project }) => ({ what: "project", name: project }),
  run: async ({ caller, input, found }): Promise<Result<Project>> => {
    const { name = found.name, description = found.description, key = found.key } = input;
    const values = { name, description, key };
    const updatedAt = new Date();
    try {
      return await db().transaction(async (tx): Promise<Result<Project>> => {
        const [row] = await tx
          .update(projects)
          .set({ ...values, updatedAt })
          .where(and(eq(projects.workspaceId, found.workspace.id), eq(projects.id, found.id)))
          .returning({ id: projects.id });
        if (!row) return fail({ code: "not_found", what: "project", name: input.project });
        await emitEvent(tx, knownActor(caller.principal), {
          key: "project:updated",
          workspaceId: found.workspace.id,
          repository: null,
          payload: () => ({
            project: condensedProject({ ...found, ...values }, ownOrigin),
            changes: changesBetween(values, found, ["key", "name", "description"]),
          }),
        });
        const details: Record<string, string> = { name, description };
        if (key !== found.key) details.key_before = found.key;
        await recordAudit(tx, caller, { action: "project.updated", resource: found.resource, details });
        return ok({ ...found, ...values, updatedAt });
      });
    } catch (error) {
      if (violatedConstraint(error) !== "projects_workspace_id_key_key") throw error;
      return fail({ code: "conflict", field: "key", message: `A project has the key ${key}. Choose another.` });
    }
  },
});
