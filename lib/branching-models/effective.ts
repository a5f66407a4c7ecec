import type { BranchingModel } from "@/db/schema/branching-model";
import { hasBranch } from "../git/refs";
import { braced } from "../ids";
import { findRepository, type Repository } from "../repositories/find";
import { type BranchType, defaultModel } from "./model";

/** The model that holds in a repository: its own, its project's, or the usual one. */
export function effectiveModel({ branchingModel, project }: Repository): BranchingModel {
  return branchingModel ?? project.branchingModel ?? defaultModel;
}

/** A branch that the model points at. */
export type PointedBranch = { name: string; usesMainBranch: boolean };

/** A name that the project chose for all falls back on the main branch of a repository that has no such branch. */
export async function pointedBranch(repository: Repository, named: string | null): Promise<PointedBranch> {
  const fallsBack = named !== null && repository.branchingModel === null && !(await hasBranch(repository.id, named));
  return named === null || fallsBack
    ? { name: repository.mainBranch, usesMainBranch: true }
    : { name: named, usesMainBranch: false };
}

/** Tells, for the model that holds now, whether a branch is of a type. A branch can be of several. */
export async function branchTypeTest(asked: Repository): Promise<(branch: string, type: BranchType) => boolean> {
  // A push may have begun when another model held.
  const repository = (await findRepository(braced(asked.workspace.id), braced(asked.id))) ?? asked;
  const { development, production, kinds } = effectiveModel(repository);
  const names = {
    development: await namesOf(repository, development),
    production: production.enabled ? await namesOf(repository, production.branch) : [],
  };
  return (branch, type) => {
    if (type === "development" || type === "production") return names[type].includes(branch);
    return kinds[type].enabled && branch.startsWith(kinds[type].prefix);
  };
}

/** Where it falls back, the branch that it names is meant too: whoever makes it makes that branch. */
async function namesOf(repository: Repository, named: string | null): Promise<string[]> {
  const { name } = await pointedBranch(repository, named);
  return named === null || named === name ? [name] : [named, name];
}

/** Whether the model has branches of a type. */
export function hasType({ production, kinds }: BranchingModel, type: BranchType): boolean {
  switch (type) {
    case "development":
      return true;
    case "production":
      return production.enabled;
    default:
      return kinds[type].enabled;
  }
}
