import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { defaultReviewers } from "@/db/schema/branch-restrictions";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import { findMember } from "../memberships/get";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";

export type Reviewer = { id: string; name: string; createdAt: Date };

const NamedReviewer = RepositoryInput.extend({ user: z.string() });

/** Who is asked to review the pull requests of a repository; who has left the workspace isn't any more. */
export const listDefaultReviewers = operation({
  name: "repositories.listDefaultReviewers",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Reviewer[]>> => ok(await readReviewers(found)),
});

/** The same, with where each comes from. */
export const listEffectiveDefaultReviewers = operation({
  name: "repositories.listEffectiveDefaultReviewers",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<Reviewer[]>> => ok(await readReviewers(found)),
});

export const getDefaultReviewer = operation({
  name: "repositories.getDefaultReviewer",
  scope: "pullrequest",
  input: NamedReviewer,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Reviewer>> => {
    const id = namedId(input.user);
    const reviewer = (await readReviewers(found)).find((one) => one.id === id);
    return reviewer ? ok(reviewer) : fail({ code: "not_found", what: "other", name: `Reviewer “${input.user}”` });
  },
});

/** Asks a member to review. Once more changes nothing. */
export const addDefaultReviewer = operation({
  name: "repositories.addDefaultReviewer",
  scope: "repository:admin",
  input: NamedReviewer,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Reviewer>> => {
    const member = await findMember(found.workspace, input.user);
    if (!member) return invalid("target_username", `${input.user.slice(0, 100)} is no member of this workspace.`);
    await db().transaction(async (tx) => {
      const added = await tx
        .insert(defaultReviewers)
        .values({ ...placeOf(found), userId: member.id, createdAt: new Date() })
        .onConflictDoNothing()
        .returning({ userId: defaultReviewers.userId });
      if (added.length === 0) return;
      const details = { user_id: member.id };
      await recordAudit(tx, caller, { action: "default_reviewer.added", resource: found.resource, details });
    });
    return ok({ id: member.id, name: member.name, createdAt: member.createdAt });
  },
});

/** Asks somebody no more. Who wasn't asked is left be. */
export const deleteDefaultReviewer = operation({
  name: "repositories.deleteDefaultReviewer",
  scope: "repository:admin",
  input: NamedReviewer,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const id = namedId(input.user);
    if (!id) return fail({ code: "not_found", what: "other", name: `Reviewer “${input.user}”` });
    await db().transaction(async (tx) => {
      const removed = await tx
        .delete(defaultReviewers)
        .where(and(inRepository(found), eq(defaultReviewers.userId, id)))
        .returning({ userId: defaultReviewers.userId });
      if (removed.length === 0) return;
      const details = { user_id: id };
      await recordAudit(tx, caller, { action: "default_reviewer.removed", resource: found.resource, details });
    });
    return ok(null);
  },
});

export async function defaultReviewerIds(repository: Repository): Promise<string[]> {
  return (await readReviewers(repository)).map(({ id }) => id);
}

function readReviewers(repository: Repository): Promise<Reviewer[]> {
  return db()
    .select({ id: users.id, name: users.name, createdAt: users.createdAt })
    .from(defaultReviewers)
    .innerJoin(users, eq(users.id, defaultReviewers.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, defaultReviewers.workspaceId), eq(memberships.userId, defaultReviewers.userId)),
    )
    .where(inRepository(repository))
    .orderBy(asc(users.name), asc(users.id));
}

function placeOf(repository: Repository) {
  return { workspaceId: repository.workspace.id, repositoryId: repository.id };
}

function inRepository(repository: Repository) {
  return and(
    eq(defaultReviewers.workspaceId, repository.workspace.id),
    eq(defaultReviewers.repositoryId, repository.id),
  );
}
