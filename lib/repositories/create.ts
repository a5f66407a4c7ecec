import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { repositories } from "@/db/schema/repositories";
import { knownActor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { createBareRepository, deleteBareRepository } from "../git/storage";
import { newId } from "../ids";
import { operation } from "../operation";
import { findOldestProject, findProject, type Project } from "../projects/find";
import { type Repository, toRepository } from "./find";
import { CreateRepositoryInput } from "./input";

/** Creates an empty repository in the project; without one, in the oldest where the caller may, as published. */
export const createRepository = operation({
  name: "repositories.create",
  scope: "repository:admin",
  input: CreateRepositoryInput.extend({ workspace: z.string(), project: z.string().optional() }),
  find: ({ workspace, project }, caller) =>
    project === undefined
      ? findOldestProject(workspace, "repository:admin", caller)
      : findProject(workspace, project, caller),
  missing: ({ workspace, project }) =>
    project === undefined ? { what: "workspace", name: workspace } : { what: "project", name: project },
  run: async ({ caller, input, found }): Promise<Result<Repository>> => {
    const { workspace: _, project: __, ...values } = input;
    const now = new Date();
    const row = {
      id: newId(),
      workspaceId: found.workspace.id,
      projectId: found.id,
      parentId: null,
      ...values,
      branchingModel: null,
      size: 0,
      createdAt: now,
      updatedAt: now,
      pushedAt: null,
    };
    const repository = toRepository(found, row);
    // First the storage, then the row: a row without storage would be broken, storage without a row is only waste.
    await createBareRepository(row.id, row.mainBranch);
    try {
      await db().transaction(async (tx) => {
        await tx.insert(repositories).values(row);
        await emitEvent(tx, knownActor(caller.principal), {
          key: "repo:created",
          workspaceId: found.workspace.id,
          repository,
          payload: () => ({}),
        });
        await recordAudit(tx, caller, {
          action: "repository.created",
          resource: repository.resource,
          details: { ...values, project: found.key },
        });
      });
      return ok(repository);
    } catch (error) {
      await deleteBareRepository(row.id);
      return refusedToMake(error, { slug: input.slug, project: found });
    }
  },
});

type Wanted = { slug: string; project: Project; source?: Repository };

/** Why a repository can't be written down. What fails for another reason is thrown. */
export function refusedToMake(error: unknown, { slug, project, source }: Wanted): Result<never> {
  switch (violatedConstraint(error)) {
    case "repositories_workspace_id_slug_key":
      return fail(slugTaken(slug));
    case "repositories_project_fkey":
      return fail({ code: "not_found", what: "project", name: project.key });
    case "repositories_parent_fkey":
      return fail({ code: "not_found", what: "repository", name: source?.slug ?? "" });
    default:
      throw error;
  }
}

export function slugTaken(slug: string) {
  return { code: "conflict" as const, field: "slug", message: `${slug} is taken. Choose another.` };
}
