import { z } from "zod";
import {
  createBranchRestriction,
  deleteBranchRestriction,
  getBranchRestriction,
  listBranchRestrictions,
  updateBranchRestriction,
} from "@/lib/branch-restrictions/administer";
import { branchTypes } from "@/lib/branching-models/model";
import { BranchRestrictionObject, presentRestriction } from "@/lib/published/branch-restriction";
import { pageObject } from "@/lib/published/values";
import { json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated } from "../http/pagination";
import { numberOf } from "./commit-comments";
import { repositoryOf } from "./repositories";

const all = "/repositories/{workspace}/{repo_slug}/branch-restrictions";

const RestrictionBody = z.object({
  kind: z.string(),
  branch_match_kind: z.enum(["glob", "branching_model"]).optional(),
  /** Where `branch_match_kind` is `branching_model`; then there is no pattern, or an empty one. */
  branch_type: z.enum(branchTypes, `The types of branches are ${branchTypes.join(", ")}.`).nullish(),
  pattern: z.string().nullish(),
  value: z.number().nullish(),
  users: z
    .array(
      z.object({ uuid: z.string().optional(), account_id: z.string().optional(), username: z.string().optional() }),
    )
    .optional(),
  groups: z.array(z.unknown()).max(0, "There are no groups here.").optional(),
});
type SaidBranches = Partial<Pick<z.output<typeof RestrictionBody>, "branch_match_kind" | "branch_type" | "pattern">>;
const wrongBranches = {
  path: ["branch_match_kind"],
  error: "glob takes a pattern and no branch_type, branching_model a branch_type and no pattern.",
};

route({
  method: "GET",
  path: all,
  name: "repositories.listBranchRestrictions",
  operation: listBranchRestrictions,
  query: PageQuery.extend({ kind: z.string().optional(), pattern: z.string().optional() }),
  input: (request) => ({
    ...repositoryOf(request),
    ...pageOf(request),
    kind: request.query.get("kind") ?? undefined,
    pattern: request.query.get("pattern") ?? undefined,
  }),
  present: (page, request) =>
    json(paginated(request, page, (restriction) => presentRestriction(restriction, page, request.origin))),
  answers: { 200: pageObject(BranchRestrictionObject) },
});

route({
  method: "POST",
  path: all,
  name: "repositories.createBranchRestriction",
  operation: createBranchRestriction,
  body: RestrictionBody.refine(goTogether, wrongBranches),
  input: (request, { kind, value, users, ...branches }) => ({
    ...repositoryOf(request),
    kind,
    ...branchesOf(branches),
    value,
    exempt: namesOf(users ?? []),
  }),
  present: (made, { origin }) => json(presentRestriction(made.restriction, made, origin), 201),
  answers: { 201: BranchRestrictionObject },
});

route({
  method: "GET",
  path: `${all}/{id}`,
  name: "repositories.getBranchRestriction",
  operation: getBranchRestriction,
  input: restrictionOf,
  present: (found, { origin }) => json(presentRestriction(found.restriction, found, origin)),
  answers: { 200: BranchRestrictionObject },
});

route({
  method: "PUT",
  path: `${all}/{id}`,
  name: "repositories.updateBranchRestriction",
  operation: updateBranchRestriction,
  body: RestrictionBody.partial().refine(goTogether, wrongBranches),
  input: (request, { kind, value, users, ...branches }) => ({
    ...restrictionOf(request),
    kind,
    ...branchesOf(branches),
    value,
    exempt: users === undefined ? undefined : namesOf(users),
  }),
  present: (found, { origin }) => json(presentRestriction(found.restriction, found, origin)),
  answers: { 200: BranchRestrictionObject },
});

route({
  method: "DELETE",
  path: `${all}/{id}`,
  name: "repositories.deleteBranchRestriction",
  operation: deleteBranchRestriction,
  input: restrictionOf,
  present: () => noContent(),
  answers: { 204: null },
});

function restrictionOf(request: RestRequest) {
  return { ...repositoryOf(request), number: numberOf(request.params.id) };
}

/** What names the branches has to go with the way that they are matched; what has no use may be sent empty. */
function goTogether({ branch_match_kind: by, branch_type: type, pattern }: SaidBranches): boolean {
  return by === undefined || (by === "glob" ? Boolean(pattern) && !type : Boolean(type) && !pattern);
}

function branchesOf({ branch_type, pattern }: SaidBranches) {
  return { pattern: pattern === "" && branch_type ? null : pattern, branchType: branch_type };
}

function namesOf(users: NonNullable<z.output<typeof RestrictionBody>["users"]>): string[] {
  return users.map(({ uuid, account_id, username }) => uuid ?? account_id ?? username ?? "");
}
