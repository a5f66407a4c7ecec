import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { pullRequestParticipants, pullRequests } from "@/db/schema/pull-requests";
import type { KnownAuthor } from "../access-tokens/authors";
import type { Actor } from "../actors/actor";
import { fail, ok, type Result } from "../errors";
import { RepositoryInput } from "../git-content/repository-input";
import type { NamedRepository, Repository } from "../repositories/find";

export type PullRequest = typeof pullRequests.$inferSelect;
export type Participant = typeof pullRequestParticipants.$inferSelect;

/** Pull requests with what is told beside them. `people` are by id. */
export type Involved<Value> = Value & {
  repository: Repository;
  people: ReadonlyMap<string, KnownAuthor>;
  /** Other repositories that they come from, by id. What the reader doesn’t see is left out. */
  sources: ReadonlyMap<string, NamedRepository>;
  /** By the id of the pull request. */
  participants: ReadonlyMap<string, readonly Participant[]>;
  counts: ReadonlyMap<string, { comments: number; tasks: number }>;
};

export const PullRequestInput = RepositoryInput.extend({ number: z.number().int() });

export const titleSchema = z.string().trim().min(1, "Give it a title.").max(255, "Use at most 255 characters.");
export const longTextSchema = z.string().max(100_000, "Use at most 100,000 characters.");

/** The pull request of that number. */
export async function requirePullRequest(
  repository: Repository,
  number: number,
  executor: Executor = db(),
): Promise<Result<PullRequest>> {
  const [row] = await executor
    .select()
    .from(pullRequests)
    .where(
      and(
        eq(pullRequests.workspaceId, repository.workspace.id),
        eq(pullRequests.repositoryId, repository.id),
        eq(pullRequests.number, number),
      ),
    );
  return row ? ok(row) : fail(unknownPullRequest(number));
}

export function unknownPullRequest(number: number) {
  return { code: "not_found" as const, what: "other" as const, name: `Pull request ${number}` };
}

export function authorOf({ authorKind, authorId }: PullRequest): Actor {
  return { kind: authorKind, id: authorId };
}

export async function participantsOf(
  workspaceId: string,
  ids: readonly string[],
  executor: Executor = db(),
): Promise<Map<string, Participant[]>> {
  if (ids.length === 0) return new Map();
  const rows = await executor
    .select()
    .from(pullRequestParticipants)
    .where(
      and(
        eq(pullRequestParticipants.workspaceId, workspaceId),
        inArray(pullRequestParticipants.pullRequestId, [...ids]),
      ),
    );
  const byId = new Map<string, Participant[]>();
  for (const row of rows) byId.set(row.pullRequestId, [...(byId.get(row.pullRequestId) ?? []), row]);
  return byId;
}

/** Everybody whom rows name, for `findActors`. */
export function actorsIn(
  all: readonly PullRequest[],
  participants: ReadonlyMap<string, readonly Participant[]>,
): Actor[] {
  return [
    ...all.flatMap((one): Actor[] => [
      authorOf(one),
      ...(one.closedById && one.closedByKind ? [{ kind: one.closedByKind, id: one.closedById }] : []),
    ]),
    ...[...participants.values()].flat().map(({ actorKind, actorId }): Actor => ({ kind: actorKind, id: actorId })),
  ];
}
