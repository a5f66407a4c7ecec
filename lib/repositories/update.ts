import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { knownActor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { can, sees } from "../authorization/can";
import { fail, invalid, ok, type Result } from "../errors";
import { changesBetween, emitEvent } from "../events/emit";
import { setHead } from "../git/storage";
import { operation } from "../operation";
import { findProject } from "../projects/find";
import { findRepository, type Repository } from "./find";
import { UpdateRepositoryInput } from "./input";

/**
 * Changes what is given of a repository: its name, description, main branch or project. Moving it takes the right to create repositories
 * in the new project; tokens of either project follow the project at once.
 */
export const updateRepository = operation({
  name: "repositories.update",
  scope: "repository:admin",
  input: UpdateRepositoryInput.extend({ workspace: z.string(), repository: z.string() }),
  find: ({ workspace, repository }, caller) => findRepository(workspace, repository, caller),
  missing: ({ repository }) => ({ what: "repository", name: repository }),
  run: async ({ caller, input, found }): Promise<Result<Repository>> => {
    const project = input.project === undefined ? found.project : await findProject(input.workspace, input.project);
    const stays = project?.id === found.project.id;
    if (!project || (!stays && !sees(caller.principal, project.resource))) {
      return invalid("project", `There is no project ${input.project} that you may see.`);
    }
    if (!stays && !can(caller.principal, "repository:admin", project.resource)) {
      return fail({ code: "insufficient_scope", granted: [], required: "repository:admin" });
    }
    const { name, description, mainBranch } = input;
    const given = (["name", "description"] as const).filter((one) => input[one] !== undefined);
    const updatedAt = new Date();
    const result = await db().transaction(async (tx): Promise<Result<Repository>> => {
      const [values] = await tx
        .update(repositories)
        .set({ name, description, mainBranch, projectId: stays ? undefined : project.id, updatedAt })
        .where(
          and(
            eq(repositories.workspaceId, found.workspace.id),
            eq(repositories.id, found.id),
            // Whoever moved it first wins; the form then shows where it is now.
            eq(repositories.projectId, found.project.id),
          ),
        )
        .returning({
          name: repositories.name,
          description: repositories.description,
          mainBranch: repositories.mainBranch,
        });
      if (!values) {
        return fail({ code: "conflict", message: "The repository was moved or deleted a moment ago. Look again." });
      }
      const resource = { ...found.resource, projectId: project.id };
      const repository = { ...found, ...values, resource, project, updatedAt };
      await emitEvent(tx, knownActor(caller.principal), {
        key: "repo:updated",
        workspaceId: found.workspace.id,
        repository,
        payload: () => ({ changes: changesBetween(values, found, given) }),
      });
      await recordAudit(tx, caller, { action: "repository.updated", resource: found.resource, details: values });
      if (!stays) {
        await recordAudit(tx, caller, {
          action: "repository.moved",
          resource,
          details: { project: project.key, project_before: found.project.key },
        });
      }
      return ok(repository);
    });
    if (result.ok && mainBranch !== undefined && mainBranch !== found.mainBranch) await setHead(found.id, mainBranch);
    return result;
  },
});
