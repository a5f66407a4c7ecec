import { z } from "zod";
import {
  getBranchingModel,
  getBranchingModelSettings,
  getEffectiveBranchingModel,
  getOverrideSettings,
  getProjectBranchingModel,
  getProjectBranchingModelSettings,
} from "@/lib/branching-models/get";
import { branchKindSchema } from "@/lib/branching-models/model";
import {
  overrideBranchingModel,
  updateBranchingModelSettings,
  updateProjectBranchingModelSettings,
} from "@/lib/branching-models/update";
import {
  BranchingModelObject,
  BranchingModelSettingsObject,
  EffectiveBranchingModelObject,
  OverrideSettingsObject,
  ProjectBranchingModelObject,
  presentEffectiveModel,
  presentModel,
  presentOverrideSettings,
  presentProjectModel,
  presentProjectSettings,
  presentRepositorySettings,
} from "@/lib/published/branching-model";
import { json, noContent } from "../http/answer";
import { route } from "../http/operation-route";
import { projectOf } from "./projects";
import { repositoryOf } from "./repositories";

const repository = "/repositories/{workspace}/{repo_slug}";
const ofRepository = `${repository}/branching-model`;
const ofProject = "/workspaces/{workspace}/projects/{project_key}/branching-model";

/** Only what is sent changes. */
const BranchBody = z.object({ name: z.string().nullish(), use_mainbranch: z.boolean().optional() });
const SettingsBody = z.object({
  development: BranchBody.optional(),
  production: BranchBody.extend({ enabled: z.boolean().optional() }).optional(),
  branch_types: z
    .array(z.object({ kind: branchKindSchema, enabled: z.boolean().optional(), prefix: z.string().nullish() }))
    .optional(),
  /** A text as published; some clients send what it means. */
  default_branch_deletion: z.union([z.enum(["true", "false"]), z.boolean()]).optional(),
});

route({
  method: "GET",
  path: ofRepository,
  name: "repositories.getBranchingModel",
  operation: getBranchingModel,
  input: repositoryOf,
  present: (model, { origin }) => json(presentModel(model, origin)),
  answers: { 200: BranchingModelObject },
});

route({
  method: "GET",
  path: `${repository}/effective-branching-model`,
  name: "repositories.getEffectiveBranchingModel",
  operation: getEffectiveBranchingModel,
  input: repositoryOf,
  present: (model, { origin }) => json(presentEffectiveModel(model, origin)),
  answers: { 200: EffectiveBranchingModelObject },
});

route({
  method: "GET",
  path: `${ofRepository}/settings`,
  name: "repositories.getBranchingModelSettings",
  operation: getBranchingModelSettings,
  input: repositoryOf,
  present: (settings, { origin }) => json(presentRepositorySettings(settings, origin)),
  answers: { 200: BranchingModelSettingsObject },
});

route({
  method: "PUT",
  path: `${ofRepository}/settings`,
  name: "repositories.updateBranchingModelSettings",
  operation: updateBranchingModelSettings,
  body: SettingsBody,
  input: (request, body) => ({ ...repositoryOf(request), ...changesOf(body) }),
  present: (settings, { origin }) => json(presentRepositorySettings(settings, origin)),
  answers: { 200: BranchingModelSettingsObject },
});

route({
  method: "GET",
  path: `${repository}/override-settings`,
  name: "get_repositories_workspace_repo_slug_override_settings",
  operation: getOverrideSettings,
  input: repositoryOf,
  present: (found) => json(presentOverrideSettings(found)),
  answers: { 200: OverrideSettingsObject },
});

const Inherited = z.literal(false, "The merge strategy is asked for with each merge: there is nothing to override.");

route({
  method: "PUT",
  path: `${repository}/override-settings`,
  name: "put_repositories_workspace_repo_slug_override_settings",
  operation: overrideBranchingModel,
  body: z.object({ default_merge_strategy: Inherited.optional(), branching_model: z.boolean().optional() }),
  input: (request, { branching_model }) => ({ ...repositoryOf(request), overrides: branching_model }),
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: ofProject,
  name: "workspaces.getBranchingModelForProject",
  operation: getProjectBranchingModel,
  input: projectOf,
  present: (settings, { origin }) => json(presentProjectModel(settings, origin)),
  answers: { 200: ProjectBranchingModelObject },
});

route({
  method: "GET",
  path: `${ofProject}/settings`,
  name: "workspaces.getBranchingModelSettingsForProject",
  operation: getProjectBranchingModelSettings,
  input: projectOf,
  present: (settings, { origin }) => json(presentProjectSettings(settings, origin)),
  answers: { 200: BranchingModelSettingsObject },
});

route({
  method: "PUT",
  path: `${ofProject}/settings`,
  name: "workspaces.updateBranchingModelSettingsForProject",
  operation: updateProjectBranchingModelSettings,
  body: SettingsBody,
  input: (request, body) => ({ ...projectOf(request), ...changesOf(body) }),
  present: (settings, { origin }) => json(presentProjectSettings(settings, origin)),
  answers: { 200: BranchingModelSettingsObject },
});

type Said = z.output<typeof SettingsBody>;

function changesOf({ development, production, branch_types, default_branch_deletion: deletion }: Said) {
  return {
    development: development && pointedAt(development),
    production: production && { ...pointedAt(production), enabled: production.enabled },
    kinds: branch_types,
    closesBranches: deletion === undefined ? undefined : String(deletion) === "true",
  };
}

function pointedAt({ name, use_mainbranch }: z.output<typeof BranchBody>) {
  return { name, usesMainBranch: use_mainbranch };
}
