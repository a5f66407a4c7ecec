import type { Executor } from "@/db/client";
import { pullRequestActivity } from "@/db/schema/pull-requests";
import type { Actor } from "../actors/actor";
import { newId } from "../ids";
import type { PullRequest } from "./pull-request";

export type Activity = typeof pullRequestActivity.$inferSelect;
type Happening =
  | { kind: "update" }
  | { kind: "approval" }
  | { kind: "changes_requested" }
  | { kind: "comment"; comment: number };

/** Writes down what happened to a pull request, in the transaction of what did. */
export async function recordActivity(
  tx: Executor,
  pullRequest: PullRequest,
  actor: Actor,
  happening: Happening,
): Promise<void> {
  const { state, title, description, reason, draft, sourceCommit, destinationBranch, destinationCommit } = pullRequest;
  await tx.insert(pullRequestActivity).values({
    id: newId(),
    workspaceId: pullRequest.workspaceId,
    pullRequestId: pullRequest.id,
    kind: happening.kind,
    actorKind: actor.kind,
    actorId: actor.id,
    at: new Date(),
    state:
      happening.kind === "update"
        ? { state, title, description, reason, draft, sourceCommit, destinationBranch, destinationCommit }
        : null,
    comment: happening.kind === "comment" ? happening.comment : null,
  });
}
