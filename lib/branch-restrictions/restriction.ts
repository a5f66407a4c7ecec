import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { branchRestrictions } from "@/db/schema/branch-restrictions";
import type { KnownAuthor } from "../access-tokens/authors";
import { patternsAllow } from "../access-tokens/push-refs";
import type { Actor } from "../actors/actor";
import type { Principal } from "../authorization/principal";
import { branchTypeTest } from "../branching-models/effective";
import { fail, ok, type Result } from "../errors";
import type { Repository } from "../repositories/find";
import { type RestrictionKind, restrictionKinds } from "./kinds";

export type BranchRestriction = typeof branchRestrictions.$inferSelect;

/** Restrictions with whom they don't bind, by id. */
export type RestrictionsIn<Value> = Value & { repository: Repository; people: ReadonlyMap<string, KnownAuthor> };

/** The restrictions of a repository that hold for a branch. */
export async function restrictionsOn(repository: Repository, branch: string): Promise<BranchRestriction[]> {
  return (await findRestrictions(repository))(branch);
}

/** Tells which restrictions of a repository hold for a branch, as they and the branching model are now. */
export async function findRestrictions(repository: Repository): Promise<(branch: string) => BranchRestriction[]> {
  const all = await restrictionsOf(repository);
  const isOfType = all.some(({ branchType }) => branchType !== null) ? await branchTypeTest(repository) : () => false;
  return (branch) =>
    all.filter(({ pattern, branchType }) => {
      if (branchType !== null) return isOfType(branch, branchType);
      return patternsAllow([`refs/heads/${pattern}`], `refs/heads/${branch}`);
    });
}

export function restrictionsOf(repository: Repository): Promise<BranchRestriction[]> {
  return db().select().from(branchRestrictions).where(ofRepository(repository)).orderBy(asc(branchRestrictions.number));
}

/** Those of a kind that bind the principal. */
export function binding(
  restrictions: readonly BranchRestriction[],
  kind: RestrictionKind,
  principal: Principal,
): BranchRestriction[] {
  const { exempts } = restrictionKinds[kind];
  return restrictions.filter((one) => one.kind === kind && !(exempts && isExempt(one, principal)));
}

function isExempt({ exempt }: BranchRestriction, principal: Principal): boolean {
  const own: Actor | null =
    principal.kind === "user"
      ? { kind: "user", id: principal.userId }
      : principal.kind === "access_token"
        ? { kind: "access_token", id: principal.accessTokenId }
        : null;
  // Whoever runs the server imports and repairs.
  return own === null || exempt.some(({ kind, id }) => kind === own.kind && id === own.id);
}

export async function requireRestriction(repository: Repository, number: number): Promise<Result<BranchRestriction>> {
  const [row] = await db()
    .select()
    .from(branchRestrictions)
    .where(and(ofRepository(repository), eq(branchRestrictions.number, number)));
  return row ? ok(row) : fail(unknownRestriction(number));
}

export function unknownRestriction(number: number) {
  return { code: "not_found" as const, what: "other" as const, name: `Branch restriction ${number}` };
}

export function ofRepository(repository: Repository) {
  return and(
    eq(branchRestrictions.workspaceId, repository.workspace.id),
    eq(branchRestrictions.repositoryId, repository.id),
  );
}
