import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { pullRequestComments } from "@/db/schema/pull-requests";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Actor } from "../actors/actor";
import { findActors } from "../actors/find";
import { fail, ok, type Result } from "../errors";
import type { Repository } from "../repositories/find";
import type { PullRequest } from "./pull-request";

export type PullRequestComment = typeof pullRequestComments.$inferSelect;

/** Something on a pull request, with whom it is by, by id. */
export type OnPullRequest<Value> = Value & {
  repository: Repository;
  pullRequest: PullRequest;
  people: ReadonlyMap<string, KnownAuthor>;
};

type Done = {
  actorKind: Actor["kind"];
  actorId: string;
  resolvedByKind: Actor["kind"] | null;
  resolvedById: string | null;
};

/** Adds whom comments or tasks are by, and who resolved them. */
export async function withPeople<Value>(
  repository: Repository,
  pullRequest: PullRequest,
  done: readonly Done[],
  value: Value,
): Promise<OnPullRequest<Value>> {
  const actors = done.flatMap(({ actorKind, actorId, resolvedByKind, resolvedById }): Actor[] => [
    { kind: actorKind, id: actorId },
    ...(resolvedByKind && resolvedById ? [{ kind: resolvedByKind, id: resolvedById }] : []),
  ]);
  return { ...value, repository, pullRequest, people: await findActors(repository.workspace.id, actors) };
}

/** The comment of that number; one that was deleted is there no more. */
export async function requireComment(pullRequest: PullRequest, number: number): Promise<Result<PullRequestComment>> {
  const [row] = await db()
    .select()
    .from(pullRequestComments)
    .where(and(onPullRequest(pullRequest), eq(pullRequestComments.number, number)));
  return row && row.deletedAt === null ? ok(row) : fail(unknownComment(number));
}

export function onPullRequest({ workspaceId, id }: PullRequest) {
  return and(eq(pullRequestComments.workspaceId, workspaceId), eq(pullRequestComments.pullRequestId, id));
}

export function unknownComment(number: number) {
  return { code: "not_found" as const, what: "other" as const, name: `Comment ${number}` };
}
