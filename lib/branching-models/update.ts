import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import type { BranchingModel } from "@/db/schema/branching-model";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { hasBranch } from "../git/refs";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Project } from "../projects/find";
import { namedProject, ProjectInput } from "../projects/named";
import type { Repository } from "../repositories/find";
import { effectiveModel } from "./effective";
import { type ProjectSettings, type RepositorySettings, settingsOfProject, settingsOfRepository } from "./get";
import { branchKinds, changedModel, defaultModel, ModelChanges } from "./model";

/** Changes what is given of the model that holds; from then on it is the repository's own. */
export const updateBranchingModelSettings = operation({
  name: "repositories.updateBranchingModelSettings",
  scope: "repository:admin",
  input: RepositoryInput.extend(ModelChanges.shape),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<RepositorySettings>> => {
    const names = { mainBranch: found.mainBranch, hasBranch: (name: string) => hasBranch(found.id, name) };
    return db().transaction(async (tx): Promise<Result<RepositorySettings>> => {
      const row = await lockRepository(tx, found);
      if (!row) return fail({ code: "not_found", what: "repository", name: input.repository });
      const before = effectiveModel({ ...found, ...row });
      const model = await changedModel(before, input, names);
      if (!model.ok) return model;
      await writeToRepository(tx, caller, found, model.value);
      return ok(await settingsOfRepository({ ...found, branchingModel: model.value }));
    });
  },
});

/** Changes what is given of the model that holds in each repository of the project that has none of its own. */
export const updateProjectBranchingModelSettings = operation({
  name: "workspaces.updateBranchingModelSettingsForProject",
  scope: "project:admin",
  input: ProjectInput.extend(ModelChanges.shape),
  ...namedProject,
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<ProjectSettings>> => {
      const [row] = await tx
        .select({ branchingModel: projects.branchingModel })
        .from(projects)
        .where(ofProject(found))
        .for("no key update");
      if (!row) return fail({ code: "not_found", what: "project", name: input.project });
      const model = await changedModel(row.branchingModel ?? defaultModel, input, null);
      if (!model.ok) return model;
      await tx.update(projects).set({ branchingModel: model.value, updatedAt: new Date() }).where(ofProject(found));
      const { resource } = found;
      await recordAudit(tx, caller, { action: "branching_model.updated", resource, details: detailsOf(model.value) });
      return ok(settingsOfProject({ ...found, branchingModel: model.value }));
    }),
});

/** Gives the repository a model of its own, as the one that holds is now, or its project's again. */
export const overrideBranchingModel = operation({
  name: "put_repositories_workspace_repo_slug_override_settings",
  scope: "repository:admin",
  input: RepositoryInput.extend({ overrides: z.boolean().optional() }),
  ...namedRepository,
  run: ({ caller, input, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const row = await lockRepository(tx, found);
      if (!row) return fail({ code: "not_found", what: "repository", name: input.repository });
      const { overrides = row.branchingModel !== null } = input;
      if (overrides === (row.branchingModel !== null)) return ok(null);
      await writeToRepository(tx, caller, found, overrides ? effectiveModel({ ...found, ...row }) : null);
      return ok(null);
    }),
});

/** Two changes at once come one after the other: none forgets what the other one changed. */
async function lockRepository(tx: Executor, repository: Repository) {
  const [row] = await tx
    .select({ branchingModel: repositories.branchingModel })
    .from(repositories)
    .where(ofRepository(repository))
    .for("no key update");
  return row;
}

async function writeToRepository(
  tx: Executor,
  caller: Caller,
  repository: Repository,
  branchingModel: BranchingModel | null,
): Promise<void> {
  await tx.update(repositories).set({ branchingModel, updatedAt: new Date() }).where(ofRepository(repository));
  const { resource } = repository;
  await recordAudit(
    tx,
    caller,
    branchingModel
      ? { action: "branching_model.updated", resource, details: detailsOf(branchingModel) }
      : { action: "branching_model.inherited", resource },
  );
}

const mainBranch = "the main branch";

function detailsOf({ development, production, kinds, closesBranches }: BranchingModel) {
  return {
    development: development ?? mainBranch,
    production: production.enabled ? (production.branch ?? mainBranch) : null,
    prefixes: branchKinds.flatMap((kind) => (kinds[kind].enabled ? [`${kind}: ${kinds[kind].prefix}`] : [])),
    closes_branches: closesBranches,
  };
}

function ofRepository({ workspace, id }: Repository) {
  return and(eq(repositories.workspaceId, workspace.id), eq(repositories.id, id));
}

function ofProject({ workspace, id }: Project) {
  return and(eq(projects.workspaceId, workspace.id), eq(projects.id, id));
}
