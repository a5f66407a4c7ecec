import { z } from "zod";
import type { BranchingModel } from "@/db/schema/branching-model";
import type { ProjectSettings, RepositoryModel, RepositorySettings } from "../branching-models/get";
import { branchKinds } from "../branching-models/model";
import type { Repository } from "../repositories/find";
import { condensedProject } from "./project";
import { BranchObject, presentBranch } from "./ref";
import { condensedRepository, OverriddenObject, overridden } from "./repository";
import { Link } from "./values";

const BranchTypes = z.array(z.object({ kind: z.enum(branchKinds), prefix: z.string() }));
const links = z.object({ self: Link });
/** `branch` where there is one of that name; no name for the main branch of what is empty. */
const PointedObject = z.object({
  name: z.string().nullable(),
  use_mainbranch: z.boolean(),
  branch: BranchObject.optional(),
});

const modelShape = {
  branch_types: BranchTypes,
  development: PointedObject,
  /** Absent where the model has none. */
  production: PointedObject.optional(),
  links,
};
export const BranchingModelObject = z
  .object({ type: z.literal("branching_model"), ...modelShape })
  .meta({ id: "branching_model" });
export const EffectiveBranchingModelObject = z
  .object({ type: z.literal("effective_repo_branching_model"), ...modelShape })
  .meta({ id: "effective_repo_branching_model" });

const NamedObject = PointedObject.omit({ branch: true });
export const ProjectBranchingModelObject = z
  .object({
    type: z.literal("project_branching_model"),
    branch_types: BranchTypes,
    development: NamedObject,
    production: NamedObject.optional(),
    links,
  })
  .meta({ id: "project_branching_model" });

/** `is_valid`: whether there is such a branch. A project doesn't know. */
const BranchSettings = NamedObject.extend({ is_valid: z.boolean().optional() });
export const BranchingModelSettingsObject = z
  .object({
    type: z.literal("branching_model_settings"),
    branch_types: z.array(z.object({ kind: z.enum(branchKinds), prefix: z.string(), enabled: z.boolean() })),
    development: BranchSettings,
    production: BranchSettings.extend({ enabled: z.boolean() }),
    default_branch_deletion: z.enum(["true", "false"]),
    links,
  })
  .meta({ id: "branching_model_settings" });

export function presentModel(read: RepositoryModel, origin: string): z.infer<typeof BranchingModelObject> {
  return { type: "branching_model", ...modelOf(read, "branching-model", origin) };
}

export function presentEffectiveModel(
  read: RepositoryModel,
  origin: string,
): z.infer<typeof EffectiveBranchingModelObject> {
  return { type: "effective_repo_branching_model", ...modelOf(read, "effective-branching-model", origin) };
}

function modelOf(
  { model, development, production, repository, authors }: RepositoryModel,
  path: string,
  origin: string,
): Omit<z.infer<typeof BranchingModelObject>, "type"> {
  const pointed = ({ name, usesMainBranch, branch }: RepositoryModel["development"]) => ({
    name: usesMainBranch && !branch ? null : name,
    use_mainbranch: usesMainBranch,
    ...(branch ? { branch: presentBranch(branch, repository, authors, origin) } : {}),
  });
  return {
    branch_types: typesOf(model),
    development: pointed(development),
    ...(production ? { production: pointed(production) } : {}),
    links: { self: { href: `${condensedRepository(repository, origin).links.self.href}/${path}` } },
  };
}

export function presentProjectModel(
  { model, project }: ProjectSettings,
  origin: string,
): z.infer<typeof ProjectBranchingModelObject> {
  const { development, production } = model;
  return {
    type: "project_branching_model",
    branch_types: typesOf(model),
    development: named(development),
    ...(production.enabled ? { production: named(production.branch) } : {}),
    links: { self: { href: `${condensedProject(project, origin).links.self.href}/branching-model` } },
  };
}

export function presentRepositorySettings(
  { repository, model, developmentExists, productionExists }: RepositorySettings,
  origin: string,
): z.infer<typeof BranchingModelSettingsObject> {
  const settings = settingsOf(model, condensedRepository(repository, origin).links.self.href);
  return {
    ...settings,
    development: { ...settings.development, is_valid: developmentExists },
    production: { ...settings.production, is_valid: productionExists },
  };
}

export function presentProjectSettings(
  { project, model }: ProjectSettings,
  origin: string,
): z.infer<typeof BranchingModelSettingsObject> {
  return settingsOf(model, condensedProject(project, origin).links.self.href);
}

export const OverrideSettingsObject = z
  .object({ type: z.literal("repository_inheritance_state"), override_settings: OverriddenObject })
  .meta({ id: "repository_inheritance_state" });

export function presentOverrideSettings(repository: Repository): z.infer<typeof OverrideSettingsObject> {
  return { type: "repository_inheritance_state", override_settings: overridden(repository) };
}

function settingsOf(
  { development, production, kinds, closesBranches }: BranchingModel,
  owner: string,
): z.infer<typeof BranchingModelSettingsObject> {
  return {
    type: "branching_model_settings",
    branch_types: branchKinds.map((kind) => ({ kind, ...kinds[kind] })),
    development: named(development),
    production: { ...named(production.branch), enabled: production.enabled },
    default_branch_deletion: closesBranches ? "true" : "false",
    links: { self: { href: `${owner}/branching-model/settings` } },
  };
}

function named(branch: string | null): z.infer<typeof NamedObject> {
  return { name: branch, use_mainbranch: branch === null };
}

function typesOf({ kinds }: BranchingModel): z.infer<typeof BranchTypes> {
  return branchKinds.flatMap((kind) => (kinds[kind].enabled ? [{ kind, prefix: kinds[kind].prefix }] : []));
}
