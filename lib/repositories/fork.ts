import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { repositories } from "@/db/schema/repositories";
import { knownActor } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { can, sees } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { ownOrigin } from "../env";
import { fail, invalid, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { copyRepository, finishCopy, placeCopy } from "../git/copy";
import { GitTimeoutError } from "../git/run";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { braced, newId } from "../ids";
import { insufficientScope, operation } from "../operation";
import { findProject, type Project } from "../projects/find";
import { presentEventRepository } from "../published/event";
import { isNamed } from "../workspaces/find";
import { refusedToMake, slugTaken } from "./create";
import { findRepository, type Repository, toRepository } from "./find";
import { CreateRepositoryInput, UpdateRepositoryInput } from "./input";

/**
 * Makes a repository of another one's branches and tags. It takes the same scope on the project that it is made in: a token
 * of the repository alone reaches no other.
 */
export const createFork = operation({
  name: "repositories.createFork",
  scope: "repository:write",
  input: RepositoryInput.extend({
    ...UpdateRepositoryInput.pick({ name: true, description: true }).shape,
    slug: CreateRepositoryInput.shape.slug.optional(),
    /** That of what it is made from where there is none. */
    project: z.string().optional(),
    /** A workspace: there is no choice but this one. */
    within: z.string().optional(),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Repository>> => {
    const { within, slug = found.slug, name = found.name, description = found.description } = input;
    if (within !== undefined && !isNamed(found.workspace, within)) {
      return invalid("workspace", "A fork stays in the workspace of the repository that it is made from.");
    }
    const project = await projectFor(caller, found, input.project);
    if (!project.ok) return project;
    // Before all of it is copied for nothing. Who comes at the same moment is told at the end.
    if (await findRepository(braced(found.workspace.id), slug)) return fail(slugTaken(slug));
    const now = new Date();
    const row = {
      id: newId(),
      workspaceId: found.workspace.id,
      projectId: project.value.id,
      parentId: found.id,
      slug,
      name,
      description,
      mainBranch: found.mainBranch,
      branchingModel: null,
      createdAt: now,
      updatedAt: now,
      pushedAt: now,
    };
    const size = await copyRepository(found.id, row.id, row.mainBranch).catch(async (error: unknown) => {
      await finishCopy(row.id, false);
      if (error instanceof GitTimeoutError) return null;
      throw error;
    });
    if (size === null) return fail({ code: "conflict", message: `${found.slug} is too large to be copied in time.` });
    const fork = toRepository(project.value, { ...row, size }, found);
    try {
      await db().transaction(async (tx) => {
        await tx.insert(repositories).values({ ...row, size });
        await tellOfFork(tx, caller, found, fork);
        await placeCopy(row.id);
      });
    } catch (error) {
      // Whether the row is there is only known where it was refused; for the rest, a chore looks.
      const refused = refusedToMake(error, { slug, project: project.value, source: found });
      await finishCopy(row.id, false);
      return refused;
    }
    await finishCopy(row.id, true);
    return ok(fork);
  },
});

async function projectFor(caller: Caller, source: Repository, named: string | undefined): Promise<Result<Project>> {
  const { principal } = caller;
  const project = named === undefined ? source.project : await findProject(braced(source.workspace.id), named);
  if (!project || !sees(principal, project.resource)) {
    return fail({ code: "not_found", what: "project", name: named ?? source.project.key });
  }
  if (!can(principal, "repository:write", project.resource)) {
    return fail(insufficientScope(principal, "repository:write", project.resource));
  }
  return ok(project);
}

async function tellOfFork(tx: Executor, caller: Caller, source: Repository, fork: Repository): Promise<void> {
  const actor = knownActor(caller.principal);
  const workspaceId = fork.workspace.id;
  await emitEvent(tx, actor, { key: "repo:created", workspaceId, repository: fork, payload: () => ({}) });
  await emitEvent(tx, actor, {
    key: "repo:fork",
    workspaceId,
    repository: source,
    payload: (reaches) => ({ fork: reaches(fork.resource) ? presentEventRepository(fork, ownOrigin) : null }),
  });
  await recordAudit(tx, caller, {
    action: "repository.forked",
    resource: fork.resource,
    details: { slug: fork.slug, project: fork.project.key, source: source.slug },
  });
}
