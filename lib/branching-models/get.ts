import type { BranchingModel } from "@/db/schema/branching-model";
import { ok, type Result } from "../errors";
import { type Branch, getBranch, hasBranch } from "../git/refs";
import { type Authored, withAuthors } from "../git-content/authored";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Project } from "../projects/find";
import { namedProject, ProjectInput } from "../projects/named";
import type { Repository } from "../repositories/find";
import { effectiveModel, type PointedBranch, pointedBranch } from "./effective";
import { defaultModel } from "./model";

/** A branch that the model points at, as it is now; null where there is no such branch. */
type ReadBranch = PointedBranch & { branch: Branch | null };

export type RepositoryModel = Authored<{
  model: BranchingModel;
  development: ReadBranch;
  /** Null where the model has none. */
  production: ReadBranch | null;
}>;

const reading = { scope: "repository", input: RepositoryInput, ...namedRepository } as const;

/** What holds in the repository. Without a model of its own it has its project's: both operations tell the same. */
export const getBranchingModel = operation({
  name: "repositories.getBranchingModel",
  ...reading,
  run: ({ found }) => readModel(found),
});

export const getEffectiveBranchingModel = operation({
  name: "repositories.getEffectiveBranchingModel",
  ...reading,
  run: ({ found }) => readModel(found),
});

export const getProjectBranchingModel = operation({
  name: "workspaces.getBranchingModelForProject",
  scope: "project:admin",
  input: ProjectInput,
  ...namedProject,
  run: async ({ found }): Promise<Result<ProjectSettings>> => ok(settingsOfProject(found)),
});

/** The settings of a repository with whether there are the branches that they name. */
export type RepositorySettings = {
  repository: Repository;
  model: BranchingModel;
  /** Whether they are its project's, or the usual ones. */
  inherited: boolean;
  developmentExists: boolean;
  productionExists: boolean;
};

export type ProjectSettings = { project: Project; model: BranchingModel };

export const getBranchingModelSettings = operation({
  name: "repositories.getBranchingModelSettings",
  scope: "repository:admin",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<RepositorySettings>> => ok(await settingsOfRepository(found)),
});

export const getProjectBranchingModelSettings = operation({
  name: "workspaces.getBranchingModelSettingsForProject",
  scope: "project:admin",
  input: ProjectInput,
  ...namedProject,
  run: async ({ found }): Promise<Result<ProjectSettings>> => ok(settingsOfProject(found)),
});

/** Which settings are the repository's own. */
export const getOverrideSettings = operation({
  name: "get_repositories_workspace_repo_slug_override_settings",
  scope: "repository:admin",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Repository>> => ok(found),
});

export async function settingsOfRepository(repository: Repository): Promise<RepositorySettings> {
  const model = effectiveModel(repository);
  const inherited = repository.branchingModel === null;
  // What is inherited falls back on the main branch, and what is the main branch is there as soon as anything is.
  const exists = async (named: string | null) => inherited || named === null || hasBranch(repository.id, named);
  return {
    repository,
    model,
    inherited,
    developmentExists: await exists(model.development),
    productionExists: await exists(model.production.branch),
  };
}

export function settingsOfProject(project: Project): ProjectSettings {
  return { project, model: project.branchingModel ?? defaultModel };
}

async function readModel(repository: Repository): Promise<Result<RepositoryModel>> {
  const model = effectiveModel(repository);
  const { enabled, branch } = model.production;
  const development = await readBranch(repository, model.development);
  const production = enabled ? await readBranch(repository, branch) : null;
  const commits = [development, production].flatMap((read) => read?.branch?.target ?? []);
  return ok(await withAuthors(repository, commits, { model, development, production }));
}

async function readBranch(repository: Repository, named: string | null): Promise<ReadBranch> {
  const pointed = await pointedBranch(repository, named);
  return { ...pointed, branch: await getBranch(repository.id, pointed.name) };
}
