import { orNotFound } from "@/app/_shell/open";
import type { Caller } from "@/lib/authorization/principal";
import type { BranchRestriction, RestrictionsIn } from "@/lib/branch-restrictions/restriction";
import { effectiveModel, hasType } from "@/lib/branching-models/effective";
import { branchTypes } from "@/lib/branching-models/model";
import { listPermissions } from "@/lib/permissions/list";
import type { Repository } from "@/lib/repositories/find";
import type { Offered } from "./restriction-form";
import { typeWords } from "./words";

/** What a form offers: the types that the model has, people who may write, and what the restriction names already. */
export async function offeredIn(
  caller: Caller,
  repository: Repository,
  known?: { restriction: BranchRestriction; people: RestrictionsIn<unknown>["people"] },
): Promise<Offered> {
  const resource = {
    kind: "repository" as const,
    workspace: repository.workspace.slug,
    repository: repository.slug,
  };
  const holders = orNotFound(await listPermissions(caller, { resource })).filter(
    ({ permission }) => permission !== "read",
  );
  const people = new Map(holders.map(({ userId, name, email }) => [userId, { id: userId, name, detail: email }]));
  for (const { id, kind } of known?.restriction.exempt ?? []) {
    const name = known?.people.get(id)?.name;
    const detail = kind === "access_token" ? "Access token" : "May not write any more";
    if (name !== undefined && !people.has(id)) people.set(id, { id, name, detail });
  }
  const model = effectiveModel(repository);
  return {
    types: branchTypes
      .filter((type) => hasType(model, type) || type === known?.restriction.branchType)
      .map((type) => ({ type, label: typeWords[type] })),
    people: [...people.values()],
  };
}
