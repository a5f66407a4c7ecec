import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { addProjectDefaultReviewer } from "@/lib/default-reviewers/of-project";
import { addDefaultReviewer } from "@/lib/default-reviewers/of-repository";
import { type Calls, type CallWorld, namesOf, personOf } from "./calls";

const rule = { kind: "require_approvals_to_merge", pattern: "main", value: 2 };

const model = {
  development: { use_mainbranch: true },
  production: { enabled: false },
  branch_types: [{ kind: "release", enabled: true, prefix: "releases/" }],
};

export const ruleCalls: Calls = {
  "repositories.listBranchRestrictions": () => ({}),
  "repositories.createBranchRestriction": () => ({
    body: { ...rule, branch_match_kind: "glob", kind: "force", value: null },
  }),
  "repositories.getBranchRestriction": async (world) => ({ params: { id: await restricted(world) } }),
  "repositories.updateBranchRestriction": async (world) => ({
    params: { id: await restricted(world) },
    body: { value: 1 },
  }),
  "repositories.deleteBranchRestriction": async (world) => ({ params: { id: await restricted(world) } }),
  "repositories.getBranchingModel": () => ({}),
  "repositories.getEffectiveBranchingModel": () => ({}),
  "repositories.getBranchingModelSettings": () => ({}),
  "repositories.updateBranchingModelSettings": () => ({ body: model }),
  get_repositories_workspace_repo_slug_override_settings: () => ({}),
  put_repositories_workspace_repo_slug_override_settings: () => ({ body: { branching_model: true } }),
  "workspaces.getBranchingModelForProject": () => ({}),
  "workspaces.getBranchingModelSettingsForProject": () => ({}),
  "workspaces.updateBranchingModelSettingsForProject": () => ({ body: model }),
  "repositories.listDefaultReviewers": () => ({}),
  "repositories.listEffectiveDefaultReviewers": () => ({}),
  "repositories.getDefaultReviewer": async (world) => ({ params: { target_username: await asked(world) } }),
  "repositories.addDefaultReviewer": (world) => ({ params: { target_username: personOf(world) } }),
  "repositories.deleteDefaultReviewer": async (world) => ({ params: { target_username: await asked(world) } }),
  "workspaces.listDefaultReviewersForProject": () => ({}),
  "workspaces.getDefaultReviewerForProject": async (world) => ({
    params: { selected_user: await askedByProject(world) },
  }),
  "workspaces.addDefaultReviewerForProject": (world) => ({ params: { selected_user: personOf(world) } }),
  "workspaces.deleteDefaultReviewerForProject": async (world) => ({
    params: { selected_user: await askedByProject(world) },
  }),
};

async function restricted({ admin, repository }: CallWorld): Promise<string> {
  const made = await createBranchRestriction(admin, { ...namesOf(repository), ...rule });
  return made.ok ? String(made.value.restriction.number) : "1";
}

async function asked(world: CallWorld): Promise<string> {
  const user = personOf(world);
  await addDefaultReviewer(world.admin, { ...namesOf(world.repository), user });
  return user;
}

async function askedByProject(world: CallWorld): Promise<string> {
  const user = personOf(world);
  await addProjectDefaultReviewer(world.admin, { workspace: world.workspace.slug, project: world.project.key, user });
  return user;
}
