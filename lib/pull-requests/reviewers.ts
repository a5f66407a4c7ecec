import { and, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import type { Actor } from "../actors/actor";
import { invalid, ok, type Result } from "../errors";
import { namedId } from "../ids";
import type { Repository } from "../repositories/find";

/** The ids of the people whom a list of names asks to review; of members of the workspace, and not of the author. */
export async function resolveReviewers(
  repository: Repository,
  names: readonly string[],
  author: Actor,
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
  const stranger = names.find((_, at) => !members.some(({ id }) => id === ids[at]));
  if (stranger === undefined) return ok(distinct);
  return invalid(
    "reviewers",
    `${stranger.slice(0, 100)} is not a member of this workspace and cannot be added to this pull request`,
  );
}
