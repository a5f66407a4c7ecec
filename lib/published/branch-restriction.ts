import { z } from "zod";
import type { BranchRestriction, RestrictionsIn } from "../branch-restrictions/restriction";
import { AccountObject, presentActor } from "./account";
import { condensedRepository } from "./repository";
import { Link } from "./values";

export const BranchRestrictionObject = z
  .object({
    type: z.literal("branchrestriction"),
    id: z.int(),
    kind: z.string(),
    branch_match_kind: z.literal("glob"),
    pattern: z.string(),
    value: z.int().nullable(),
    users: z.array(AccountObject),
    groups: z.array(z.never()),
    links: z.object({ self: Link }),
  })
  .meta({ id: "branchrestriction" });

export function presentRestriction(
  { number, kind, pattern, value, exempt }: BranchRestriction,
  { repository, people }: Pick<RestrictionsIn<unknown>, "repository" | "people">,
  origin: string,
): z.infer<typeof BranchRestrictionObject> {
  const api = condensedRepository(repository, origin).links.self.href;
  return {
    type: "branchrestriction",
    id: number,
    kind,
    branch_match_kind: "glob",
    pattern,
    value,
    users: exempt.flatMap(({ id }) => presentActor(people.get(id)) ?? []),
    groups: [],
    links: { self: { href: `${api}/branch-restrictions/${number}` } },
  };
}
