import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { projects } from "@/db/schema/projects";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { operation } from "../operation";
import { findWorkspace } from "../workspaces/find";
import { type Project, toProject } from "./find";
import { CreateProjectInput } from "./input";

export const createProject = operation({
  name: "workspaces.createProject",
  scope: "project:admin",
  input: CreateProjectInput.extend({ workspace: z.string() }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, input, found }): Promise<Result<Project>> => {
    const { workspace: _, ...values } = input;
    const now = new Date();
    const times = { createdAt: now, updatedAt: now };
    const row = { id: newId(), workspaceId: found.id, ...values, branchingModel: null, ...times };
    const project = toProject(found, row);
    try {
      return await db().transaction(async (tx) => {
        await tx.insert(projects).values(row);
        await recordAudit(tx, caller, { action: "project.created", resource: project.resource, details: values });
        return ok(project);
      });
    } catch (error) {
      switch (violatedConstraint(error)) {
        case "projects_workspace_id_key_key":
          return fail({
            code: "conflict",
            field: "key",
            message: `A project has the key ${input.key}. Choose another.`,
          });
        case "projects_workspace_id_workspaces_id_fk":
          return fail({ code: "not_found", what: "workspace", name: input.workspace });
        default:
          throw error;
      }
    }
  },
});
