import { and, asc, eq, inArray, or } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import type { Actor } from "../actors/actor";
import { readEffectiveReviewers } from "../default-reviewers/reviewers";
import { invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import { operation } from "../operation";
import { permissionSchema } from "../permissions/input";
import { memberHolds } from "../permissions/member-holds";
import type { Repository } from "../repositories/find";
import { type PullRequest, participantsOf } from "./pull-request";

/** Who can be asked: members who may read the repository, by name, with whether they are asked where nobody is chosen. */
export const listPossibleReviewers = operation({
  name: "pull_requests.list_possible_reviewers",
  scope: "pullrequest",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<PossibleReviewer[]>> => {
    const usual = (await readEffectiveReviewers(found)).map(({ id }) => id);
    const people = await db()
      .select({ id: users.id, name: users.name })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(
        and(
          eq(memberships.workspaceId, found.workspace.id),
          or(
            memberHolds(found, permissionSchema.options),
            usual.length > 0 ? inArray(memberships.userId, usual) : undefined,
          ),
        ),
      )
      .orderBy(asc(users.name), asc(users.id))
      .limit(mostPeople);
    return ok(people.map((person) => ({ ...person, usual: usual.includes(person.id) })));
  },
});

export type PossibleReviewer = { id: string; name: string; usual: boolean };

const mostPeople = 2_000;

/** The ids of those who are asked already. */
export async function reviewersOf({ id, workspaceId }: PullRequest): Promise<string[]> {
  const participants = (await participantsOf(workspaceId, [id])).get(id) ?? [];
  return participants.filter(({ role }) => role === "REVIEWER").map(({ actorId }) => actorId);
}

/**
 * The ids of the people whom a list of names asks to review: members of the workspace, not the author. `kept` are asked
 * already, and may be named again though they have left.
 */
export async function resolveReviewers(
  repository: Repository,
  names: readonly string[],
  author: Actor,
  kept: readonly string[] = [],
): Promise<Result<string[]>> {
  const ids = names.map(namedId);
  if (ids.some((id) => id === null)) return invalid("reviewers", "Malformed reviewers list");
  const distinct = [...new Set(ids.flatMap((id) => id ?? []))];
  if (distinct.length === 0) return ok([]);
  const members = await db()
    .select({ id: users.id, name: users.name })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, repository.workspace.id), inArray(memberships.userId, distinct)));
  const own = members.find(({ id }) => author.kind === "user" && id === author.id);
  if (own) return invalid("reviewers", `${own.name} is the author and cannot be included as a reviewer.`);
  const known = [...kept, ...members.map(({ id }) => id)];
  const stranger = names.find((_, at) => !known.some((id) => id === ids[at]));
  if (stranger === undefined) return ok(distinct);
  return invalid(
    "reviewers",
    `${stranger.slice(0, 100)} is not a member of this workspace and cannot be added to this pull request`,
  );
}
