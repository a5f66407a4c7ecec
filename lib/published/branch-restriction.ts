import { z } from "zod";
import type { BranchRestriction, RestrictionsIn } from "../branch-restrictions/restriction";
import { branchTypes } from "../branching-models/model";
import { AccountObject, presentActor } from "./account";
import { condensedRepository } from "./repository";
import { Link } from "./values";

export const BranchRestrictionObject = z
  .object({
    type: z.literal("branchrestriction"),
    id: z.int(),
    kind: z.string(),
    branch_match_kind: z.enum(["glob", "branching_model"]),
    /** Only where they are matched by it. */
    branch_type: z.enum(branchTypes).optional(),
    /** Empty where a type names the branches. */
    pattern: z.string(),
    value: z.int().nullable(),
    users: z.array(AccountObject),
    groups: z.array(z.never()),
    links: z.object({ self: Link }),
  })
  .meta({ id: "branchrestriction" });

export function presentRestriction(
  { number, kind, pattern, branchType, value, exempt }: BranchRestriction,
  { repository, people }: Pick<RestrictionsIn<unknown>, "repository" | "people">,
  origin: string,
): z.infer<typeof BranchRestrictionObject> {
  const api = condensedRepository(repository, origin).links.self.href;
  return {
    type: "branchrestriction",
    id: number,
    kind,
    ...(branchType === null
      ? { branch_match_kind: "glob" }
      : { branch_match_kind: "branching_model", branch_type: branchType }),
    pattern: pattern ?? "",
    value,
    users: exempt.flatMap(({ id }) => presentActor(people.get(id)) ?? []),
    groups: [],
    links: { self: { href: `${api}/branch-restrictions/${number}` } },
  };
}
