import type { Executor } from "@/db/client";
import type { Actor } from "../actors/actor";
import { findActors } from "../actors/find";
import { ownOrigin } from "../env";
import { emitEvent } from "../events/emit";
import { presentActor } from "../published/account";
import { presentPullRequest } from "../published/pull-request";
import { presentPullRequestComment } from "../published/pull-request-comment";
import { timestamp } from "../published/values";
import type { Repository } from "../repositories/find";
import type { EventKey } from "../webhooks/events";
import type { PullRequestComment } from "./comment";
import { involve } from "./involve";
import type { PullRequest } from "./pull-request";

type PullRequestEvent = Extract<EventKey, `pullrequest:${string}`>;

/** Tells webhooks of a pull request, as it is in this transaction. */
export async function emitPullRequest(
  tx: Executor,
  actor: Actor | null,
  repository: Repository,
  pullRequest: PullRequest,
  key: PullRequestEvent,
  more: () => Promise<Record<string, unknown>> | Record<string, unknown> = () => ({}),
): Promise<void> {
  await emitEvent(tx, actor, {
    key,
    workspaceId: repository.workspace.id,
    repository,
    payload: async (reaches) => ({
      pullrequest: presentPullRequest(
        pullRequest,
        await involve(repository, [pullRequest], {}, reaches, tx),
        ownOrigin,
      ),
      ...(await more()),
    }),
  });
}

/** Tells webhooks what a reviewer said, or took back. */
export async function emitReview(
  tx: Executor,
  actor: Actor,
  repository: Repository,
  pullRequest: PullRequest,
  said: "approved" | "unapproved" | "changes_request_created" | "changes_request_removed",
): Promise<void> {
  const subject = said.startsWith("changes") ? "changes_request" : "approval";
  await emitPullRequest(tx, actor, repository, pullRequest, `pullrequest:${said}`, async () => {
    const people = await findActors(repository.workspace.id, [actor], tx);
    return { [subject]: { date: timestamp(new Date()), user: presentActor(people.get(actor.id)) } };
  });
}

/** Tells webhooks of a comment. */
export async function emitComment(
  tx: Executor,
  actor: Actor,
  repository: Repository,
  pullRequest: PullRequest,
  comment: PullRequestComment,
  happened: "created" | "updated" | "deleted" | "resolved" | "reopened",
): Promise<void> {
  await emitPullRequest(tx, actor, repository, pullRequest, `pullrequest:comment_${happened}`, async () => {
    const author = { kind: comment.actorKind, id: comment.actorId };
    const people = await findActors(repository.workspace.id, [author, actor], tx);
    return { comment: presentPullRequestComment(comment, { repository, pullRequest, people }, ownOrigin) };
  });
}
