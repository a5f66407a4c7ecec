import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { recordAudit } from "../audit/record";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findProject } from "./find";
import { UpdateProjectInput } from "./input";

export const updateProject = operation({
  name: "projects.update",
  scope: "project:admin",
  input: UpdateProjectInput.extend({ workspace: z.string(), project: z.string() }),
  find: ({ workspace, project }, caller) => findProject(workspace, project, caller),
  missing: ({ project }) => ({ what: "project", name: project }),
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const values = { name: input.name, description: input.description };
      await tx
        .update(projects)
        .set({ ...values, updatedAt: new Date() })
        .where(and(eq(projects.workspaceId, found.workspace.id), eq(projects.id, found.id)));
      await recordAudit(tx, caller, { action: "project.updated", resource: found.resource, details: values });
      return ok(null);
    }),
});
