import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { addDefaultReviewer } from "@/lib/default-reviewers/list";
import { type Calls, type CallWorld, namesOf, personOf } from "./calls";

const rule = { kind: "require_approvals_to_merge", pattern: "main", value: 2 };

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
  "repositories.listDefaultReviewers": () => ({}),
  "repositories.listEffectiveDefaultReviewers": () => ({}),
  "repositories.getDefaultReviewer": async (world) => ({ params: { target_username: await asked(world) } }),
  "repositories.addDefaultReviewer": (world) => ({ params: { target_username: personOf(world) } }),
  "repositories.deleteDefaultReviewer": async (world) => ({ params: { target_username: await asked(world) } }),
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
