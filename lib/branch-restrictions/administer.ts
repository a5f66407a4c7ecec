import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { branchRestrictions } from "@/db/schema/branch-restrictions";
import type { Actor } from "../actors/actor";
import { findActors } from "../actors/find";
import { recordAudit } from "../audit/record";
import { effectiveModel, hasType } from "../branching-models/effective";
import { type BranchType, branchTypes } from "../branching-models/model";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId, newId } from "../ids";
import { findMember } from "../memberships/get";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import type { Repository } from "../repositories/find";
import { holdOwner } from "../repositories/hold";
import { takeNumber } from "../repositories/take-number";
import { isRestrictionKind, type RestrictionKind, restrictionKinds, unenforcedKinds } from "./kinds";
import {
  type BranchRestriction,
  ofRepository,
  type RestrictionsIn,
  requireRestriction,
  restrictionsOf,
  unknownRestriction,
} from "./restriction";

const mostOfRepository = 500;

const wholeNumber = "Give a whole number, at most 1,000,000.";
/** Whom it doesn't bind: members and tokens, by `{uuid}` or account id. */
const exemptNames = z.array(z.string()).max(100, "Leave out at most 100.");

const RestrictionValues = z.object({
  kind: z.string(),
  /** The branches: by what they are called, or by what the branching model says they are for. */
  pattern: z
    .string()
    .min(1, "Name a branch, or a pattern such as release/*.")
    .max(1_000, "Use at most 1,000 characters.")
    .regex(/^[^\s~^:?[\\\p{Cc}]+$/u, "Branches can’t be called that.")
    .nullish(),
  branchType: z.enum(branchTypes, `The types of branches are ${branchTypes.join(", ")}.`).nullish(),
  value: z.number(wholeNumber).int(wholeNumber).min(0, wholeNumber).max(1_000_000, wholeNumber).nullish(),
  exempt: exemptNames.default([]),
});
const NamedRestriction = RepositoryInput.extend({ number: z.number().int() });
type One = RestrictionsIn<{ restriction: BranchRestriction }>;

export const listBranchRestrictions = operation({
  name: "repositories.listBranchRestrictions",
  scope: "repository:admin",
  input: PageInput.extend({
    ...RepositoryInput.shape,
    kind: z.string().optional(),
    pattern: z.string().optional(),
  }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<RestrictionsIn<Page<BranchRestriction>>>> => {
    const { page, pageLength, kind, pattern } = input;
    const all = (await restrictionsOf(found)).filter(
      (one) => (kind === undefined || one.kind === kind) && (pattern === undefined || one.pattern === pattern),
    );
    const items = all.slice((page - 1) * pageLength, page * pageLength);
    return ok(await withPeople(found, items, { items, total: all.length, page, pageLength }));
  },
});

export const getBranchRestriction = operation({
  name: "repositories.getBranchRestriction",
  scope: "repository:admin",
  input: NamedRestriction,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<One>> => {
    const restriction = await requireRestriction(found, input.number);
    return restriction.ok
      ? ok(await withPeople(found, [restriction.value], { restriction: restriction.value }))
      : restriction;
  },
});

export const createBranchRestriction = operation({
  name: "repositories.createBranchRestriction",
  scope: "repository:admin",
  input: RepositoryInput.extend(RestrictionValues.shape),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<One>> => {
    const values = await checked(found, input);
    if (!values.ok) return values;
    const missing = missingType(found, input.branchType);
    if (missing) return missing;
    try {
      const made = await db().transaction(async (tx): Promise<Result<BranchRestriction>> => {
        const ids = { id: newId(), workspaceId: found.workspace.id, repositoryId: found.id };
        const gone = await holdOwner(tx, ids);
        if (gone) return fail(gone);
        const [counted] = await tx.select({ total: count() }).from(branchRestrictions).where(ofRepository(found));
        if ((counted?.total ?? 0) >= mostOfRepository) {
          const message = `There are ${mostOfRepository} branch restrictions here. Delete one first.`;
          return fail({ code: "conflict", message });
        }
        const row: BranchRestriction = {
          ...ids,
          number: await takeNumber(tx, found, "item"),
          ...values.value,
          createdAt: new Date(),
        };
        await tx.insert(branchRestrictions).values(row);
        await recordAudit(tx, caller, {
          action: "branch_restriction.created",
          resource: found.resource,
          details: detailsOf(row),
        });
        return ok(row);
      });
      return made.ok ? ok(await withPeople(found, [made.value], { restriction: made.value })) : made;
    } catch (error) {
      return alreadyThere(error, values.value);
    }
  },
});

/** Changes what is given; what isn't stays. */
export const updateBranchRestriction = operation({
  name: "repositories.updateBranchRestriction",
  scope: "repository:admin",
  input: NamedRestriction.extend({
    ...RestrictionValues.partial().shape,
    exempt: exemptNames.optional(),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<One>> => {
    const known = await requireRestriction(found, input.number);
    if (!known.ok) return known;
    const { kind = known.value.kind, value = known.value.value, exempt: named = [] } = input;
    const { pattern, branchType } = input.pattern || input.branchType ? input : known.value;
    const values = await checked(found, { kind, pattern, branchType, value, exempt: named }, known.value.exempt);
    if (!values.ok) return values;
    const missing = missingType(found, input.branchType);
    if (missing) return missing;
    // Whom it leaves out stays as it is in the row, where nobody says otherwise and this kind leaves anybody out.
    const exempt =
      input.exempt === undefined && restrictionKinds[values.value.kind].exempts ? undefined : values.value.exempt;
    try {
      const restriction = await db().transaction(async (tx) => {
        const [row] = await tx
          .update(branchRestrictions)
          .set({ ...values.value, exempt })
          .where(and(ofRepository(found), eq(branchRestrictions.id, known.value.id)))
          .returning();
        if (!row) return null;
        await recordAudit(tx, caller, {
          action: "branch_restriction.updated",
          resource: found.resource,
          details: detailsOf(row),
        });
        return row;
      });
      if (!restriction) return fail(unknownRestriction(input.number));
      return ok(await withPeople(found, [restriction], { restriction }));
    } catch (error) {
      return alreadyThere(error, values.value);
    }
  },
});

export const deleteBranchRestriction = operation({
  name: "repositories.deleteBranchRestriction",
  scope: "repository:admin",
  input: NamedRestriction,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const known = await requireRestriction(found, input.number);
    if (!known.ok) return known;
    await db().transaction(async (tx) => {
      await tx.delete(branchRestrictions).where(and(ofRepository(found), eq(branchRestrictions.id, known.value.id)));
      await recordAudit(tx, caller, {
        action: "branch_restriction.deleted",
        resource: found.resource,
        details: detailsOf(known.value),
      });
    });
    return ok(null);
  },
});

type Checked = Pick<BranchRestriction, "pattern" | "branchType" | "value" | "exempt"> & { kind: RestrictionKind };

/** What isn't enforced isn't stored. `kept`: whom it leaves out by now. They may be named again though they have left. */
async function checked(
  repository: Repository,
  { kind, pattern = null, branchType = null, value = null, exempt }: z.output<typeof RestrictionValues>,
  kept: readonly Actor[] = [],
): Promise<Result<Checked>> {
  if (!isRestrictionKind(kind)) {
    return invalid("kind", unenforcedKinds[kind] ?? `Choose one of ${Object.keys(restrictionKinds).join(", ")}.`);
  }
  if ((pattern === null) === (branchType === null)) {
    return invalid("pattern", "Name branches, or say their type: one of them.");
  }
  const { counts, exempts } = restrictionKinds[kind];
  if (counts && value === null) return invalid("value", wholeNumber);
  if (!counts && value !== null) return invalid("value", "It takes no number.");
  if (!exempts && exempt.length > 0) return invalid("users", "It binds everybody: nobody can be left out.");
  const actors: Actor[] = [];
  for (const name of exempt) {
    const actor = kept.find(({ id }) => id === namedId(name)) ?? (await findExempt(repository, name));
    if (!actor) return invalid("users", `${name.slice(0, 100)} is neither a member nor a token of this workspace.`);
    actors.push(actor);
  }
  return ok({ kind, pattern, branchType, value, exempt: actors });
}

/** A type that the model hasn't got names no branch: such a restriction would protect nothing. */
function missingType(repository: Repository, branchType: BranchType | null | undefined): Result<never> | null {
  if (!branchType || hasType(effectiveModel(repository), branchType)) return null;
  return invalid("branch_type", `The branching model has no ${branchType} branches. Switch them on first.`);
}

async function findExempt({ workspace }: Repository, name: string): Promise<Actor | null> {
  const member = await findMember(workspace, name);
  if (member) return { kind: "user", id: member.id };
  const id = namedId(name);
  const token = id && (await findActors(workspace.id, [{ kind: "access_token", id }])).get(id);
  return token ? { kind: "access_token", id: token.id } : null;
}

async function withPeople<Value>(
  repository: Repository,
  restrictions: readonly BranchRestriction[],
  value: Value,
): Promise<RestrictionsIn<Value>> {
  const people = await findActors(
    repository.workspace.id,
    restrictions.flatMap(({ exempt }) => exempt),
  );
  return { ...value, repository, people };
}

function detailsOf({ kind, pattern, branchType, value }: BranchRestriction) {
  return { kind, pattern, branch_type: branchType, value };
}

/** The restriction that is there already; throws what is no such thing. */
function alreadyThere(error: unknown, { pattern, branchType }: Checked): Result<never> {
  switch (violatedConstraint(error)) {
    case "branch_restrictions_kind_key":
      return fail({ code: "conflict", field: "pattern", message: `${pattern} has this restriction already.` });
    case "branch_restrictions_type_key": {
      const message = `${branchType} branches have this restriction already.`;
      return fail({ code: "conflict", field: "branch_type", message });
    }
    default:
      throw error;
  }
}
