import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { db } from "@/db/client";
import { pullRequestParticipants } from "@/db/schema/pull-requests";
import type { KnownAuthor } from "../access-tokens/authors";
import { actorOf } from "../actors/actor";
import { findActors } from "../actors/find";
import type { Caller } from "../authorization/principal";
import { fail, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { keepRepository } from "../repositories/hold";
import { recordActivity } from "./activity";
import { emitReview } from "./emit";
import { type Participant, PullRequestInput, requirePullRequest } from "./pull-request";
import { holdSeen, seenCommitSchema } from "./seen";
import { notOpen } from "./update";

export type Review = { participant: Participant; known: KnownAuthor | undefined };

const Said = PullRequestInput.extend({ seenCommit: seenCommitSchema });

const reviewing = { scope: "pullrequest:write", input: PullRequestInput, ...namedRepository } as const;

export const approvePullRequest = operation({
  name: "repositories.createPullRequestApproval",
  ...reviewing,
  input: Said,
  run: ({ caller, input, found }) => say(caller, found, input, "approved"),
});

export const requestChanges = operation({
  name: "repositories.addChangeRequestForPullRequest",
  ...reviewing,
  input: Said,
  run: ({ caller, input, found }) => say(caller, found, input, "changes_requested"),
});

/** Takes the caller's approval back. Without one there is nothing to do. */
export const unapprovePullRequest = operation({
  name: "repositories.deletePullRequestApproval",
  ...reviewing,
  run: ({ caller, input, found }) => takeBack(caller, found, input.number, "approved"),
});

/** Takes the caller's request for changes back. Without one there is nothing to do. */
export const withdrawChangeRequest = operation({
  name: "repositories.deleteChangeRequestForPullRequest",
  ...reviewing,
  run: ({ caller, input, found }) => takeBack(caller, found, input.number, "changes_requested"),
});

async function say(
  caller: Caller,
  repository: Repository,
  { number, seenCommit }: z.output<typeof Said>,
  state: "approved" | "changes_requested",
): Promise<Result<Review>> {
  const pullRequest = await requirePullRequest(repository, number);
  if (!pullRequest.ok) return pullRequest;
  if (pullRequest.value.state !== "OPEN") return fail(notOpen(pullRequest.value));
  const actor = actorOf(caller.principal);
  const { workspaceId, id: pullRequestId } = pullRequest.value;
  const participant = await db().transaction(async (tx): Promise<Result<Participant>> => {
    const passed = await holdSeen(tx, pullRequest.value, seenCommit);
    if (passed) return fail(passed);
    const said = { state, participatedAt: new Date() };
    const [row] = await tx
      .insert(pullRequestParticipants)
      .values({ workspaceId, pullRequestId, actorKind: actor.kind, actorId: actor.id, role: "PARTICIPANT", ...said })
      .onConflictDoUpdate({
        target: [pullRequestParticipants.pullRequestId, pullRequestParticipants.actorId],
        set: said,
      })
      .returning();
    if (!row) throw new Error("A review was neither written nor changed.");
    const kind = state === "approved" ? "approval" : "changes_requested";
    await recordActivity(tx, pullRequest.value, actor, { kind });
    const told = state === "approved" ? state : "changes_request_created";
    await emitReview(tx, actor, repository, pullRequest.value, told);
    return ok(row);
  });
  if (!participant.ok) return participant;
  const known = await findActors(workspaceId, [actor]);
  return ok({ participant: participant.value, known: known.get(actor.id) });
}

async function takeBack(
  caller: Caller,
  repository: Repository,
  number: number,
  state: "approved" | "changes_requested",
): Promise<Result<null>> {
  const pullRequest = await requirePullRequest(repository, number);
  if (!pullRequest.ok) return pullRequest;
  if (pullRequest.value.state !== "OPEN") return fail(notOpen(pullRequest.value));
  const actor = actorOf(caller.principal);
  const gone = await db().transaction(async (tx) => {
    const missing = await keepRepository(tx, pullRequest.value);
    if (missing) return missing;
    const taken = await tx
      .update(pullRequestParticipants)
      .set({ state: null, participatedAt: new Date() })
      .where(
        and(
          eq(pullRequestParticipants.workspaceId, pullRequest.value.workspaceId),
          eq(pullRequestParticipants.pullRequestId, pullRequest.value.id),
          eq(pullRequestParticipants.actorId, actor.id),
          eq(pullRequestParticipants.state, state),
        ),
      )
      .returning({ actorId: pullRequestParticipants.actorId });
    if (taken.length === 0) return null;
    const said = state === "approved" ? "unapproved" : "changes_request_removed";
    await emitReview(tx, actor, repository, pullRequest.value, said);
    return null;
  });
  return gone ? fail(gone) : ok(null);
}
