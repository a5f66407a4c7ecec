import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { defaultReviewers } from "@/db/schema/branch-restrictions";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { type AppError, fail, invalid, ok, type Result } from "../errors";
import { namedId } from "../ids";
import { findMember } from "../memberships/get";
import type { Project } from "../projects/find";
import type { Repository } from "../repositories/find";

export type Reviewer = { id: string; name: string; createdAt: Date };

/** With what asks them to review. */
export type ReviewerAndType = Reviewer & { type: "repository" | "project" };

/** What has default reviewers. Those of a project are asked in each of its repositories. */
type Place = Repository | Project;

/** Whom the place itself asks; who has left the workspace isn't asked any more. */
export function readReviewers(place: Place): Promise<Reviewer[]> {
  return db()
    .select({ id: users.id, name: users.name, createdAt: users.createdAt })
    .from(defaultReviewers)
    .innerJoin(users, eq(users.id, defaultReviewers.userId))
    .innerJoin(
      memberships,
      and(eq(memberships.workspaceId, defaultReviewers.workspaceId), eq(memberships.userId, defaultReviewers.userId)),
    )
    .where(inPlace(place))
    .orderBy(asc(users.name), asc(users.id));
}

/** Whom a repository and its project ask, each once: what the repository says comes first. */
export async function readEffectiveReviewers(repository: Repository): Promise<ReviewerAndType[]> {
  const own = await readReviewers(repository);
  const ofProject = await readReviewers(repository.project);
  return [
    ...own.map((one) => ({ ...one, type: "repository" as const })),
    ...ofProject
      .filter(({ id }) => !own.some((one) => one.id === id))
      .map((one) => ({ ...one, type: "project" as const })),
  ];
}

export async function requireReviewer(place: Place, name: string): Promise<Result<Reviewer>> {
  const id = namedId(name);
  const reviewer = (await readReviewers(place)).find((one) => one.id === id);
  return reviewer ? ok(reviewer) : fail(unknownReviewer(name));
}

/** Asks a member to review. Once more changes nothing. `field`: what the name came in. */
export async function addReviewer(
  caller: Caller,
  place: Place,
  { name, field }: { name: string; field: string },
): Promise<Result<Reviewer>> {
  const member = await findMember(place.workspace, name);
  if (!member) return invalid(field, `${name.slice(0, 100)} is no member of this workspace.`);
  await db().transaction(async (tx) => {
    const added = await tx
      .insert(defaultReviewers)
      .values({ ...columnsOf(place), userId: member.id, createdAt: new Date() })
      .onConflictDoNothing()
      .returning({ userId: defaultReviewers.userId });
    if (added.length === 0) return;
    const details = { user_id: member.id };
    await recordAudit(tx, caller, { action: "default_reviewer.added", resource: place.resource, details });
  });
  return ok({ id: member.id, name: member.name, createdAt: member.createdAt });
}

/** Asks somebody no more. Who wasn't asked is left be. */
export async function removeReviewer(caller: Caller, place: Place, name: string): Promise<Result<null>> {
  const id = namedId(name);
  if (!id) return fail(unknownReviewer(name));
  await db().transaction(async (tx) => {
    const removed = await tx
      .delete(defaultReviewers)
      .where(and(inPlace(place), eq(defaultReviewers.userId, id)))
      .returning({ userId: defaultReviewers.userId });
    if (removed.length === 0) return;
    const details = { user_id: id };
    await recordAudit(tx, caller, { action: "default_reviewer.removed", resource: place.resource, details });
  });
  return ok(null);
}

function columnsOf({ resource, workspace, id }: Place) {
  return {
    workspaceId: workspace.id,
    projectId: resource.kind === "project" ? id : null,
    repositoryId: resource.kind === "repository" ? id : null,
  };
}

function inPlace({ resource, workspace, id }: Place) {
  const owner = resource.kind === "project" ? defaultReviewers.projectId : defaultReviewers.repositoryId;
  return and(eq(defaultReviewers.workspaceId, workspace.id), eq(owner, id));
}

function unknownReviewer(name: string): AppError {
  return { code: "not_found", what: "other", name: `Reviewer “${name}”` };
}
