import { and, eq, isNull, notInArray } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { pullRequestParticipants, pullRequests } from "@/db/schema/pull-requests";
import { actorOf } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { visibleTo } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { isAncestor } from "../git/diff";
import { refTarget } from "../git/ref-targets";
import { namedRepository } from "../git-content/repository-input";
import { unbraced } from "../ids";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";
import { recordActivity } from "./activity";
import { emitPullRequest } from "./emit";
import { inTurn } from "./in-turn";
import { involve } from "./involve";
import {
  authorOf,
  type Involved,
  longTextSchema,
  type PullRequest,
  PullRequestInput,
  requirePullRequest,
  titleSchema,
} from "./pull-request";
import { resolveReviewers, reviewersOf } from "./reviewers";
import { otherSources } from "./source";

const UpdateInput = PullRequestInput.extend({
  title: titleSchema.optional(),
  description: longTextSchema.optional(),
  /** Stays what it is. Some clients send whole pull requests. */
  source: z.string().optional(),
  sourceRepository: z.string().optional(),
  destination: z.string().optional(),
  closeSourceBranch: z.boolean().optional(),
  draft: z.boolean().optional(),
  reviewers: z.array(z.string()).max(100).optional(),
});

/** Changes what is given of an open pull request; what isn't stays. */
export const updatePullRequest = operation({
  name: "repositories.updatePullRequest",
  scope: "pullrequest:write",
  input: UpdateInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    if (!(await isSource(input, caller, found, known.value))) {
      return invalid("source", "A pull request keeps its source. Open another one.");
    }
    try {
      const updated = await inTurn(known.value, (tx) => update(tx, caller, found, input));
      if (!updated.ok) return updated;
      const pullRequest = updated.value;
      return ok(await involve(found, [pullRequest], { pullRequest }, visibleTo(caller.principal)));
    } catch (error) {
      if (violatedConstraint(error) !== "pull_requests_open_key") throw error;
      const message = `${known.value.sourceBranch} has an open pull request to ${input.destination}.`;
      return fail({ code: "conflict", field: "destination", message });
    }
  },
});

async function update(
  tx: Executor,
  caller: Caller,
  repository: Repository,
  input: z.infer<typeof UpdateInput>,
): Promise<Result<PullRequest>> {
  const known = await requirePullRequest(repository, input.number, tx);
  if (!known.ok) return known;
  const { title, description, destination, closeSourceBranch, draft } = input;
  if (destination === known.value.sourceBranch && known.value.sourceRepositoryId === repository.id) {
    return invalid("destination", "A branch can’t be merged into itself.");
  }
  const moved = destination !== undefined && destination !== known.value.destinationBranch;
  const destinationCommit = moved ? await refTarget(repository.id, `refs/heads/${destination}`) : undefined;
  if (destinationCommit === null) return invalid("destination", `There is no branch ${destination}.`);
  if (destinationCommit && (await isAncestor(repository.id, known.value.sourceCommit, destinationCommit))) {
    return invalid("destination", "There are no changes to be pulled.");
  }
  const reviewers =
    input.reviewers === undefined
      ? null
      : await resolveReviewers(repository, input.reviewers, authorOf(known.value), await reviewersOf(known.value));
  if (reviewers && !reviewers.ok) return reviewers;
  const [row] = await tx
    .update(pullRequests)
    .set({
      title,
      description,
      closeSourceBranch,
      draft,
      destinationBranch: destination,
      destinationCommit,
      updatedAt: new Date(),
    })
    .where(isOpen(known.value))
    .returning();
  if (!row) return fail(notOpen(known.value));
  if (reviewers) await setReviewers(tx, row, reviewers.value);
  await recordActivity(tx, row, actorOf(caller.principal), { kind: "update" });
  await emitPullRequest(tx, actorOf(caller.principal), repository, row, "pullrequest:updated");
  await recordAudit(tx, caller, {
    action: "pull_request.updated",
    resource: repository.resource,
    details: { number: row.number, name: row.title },
  });
  return ok(row);
}

/** Whether what is said of the source is so, as far as the caller sees it. */
async function isSource(
  { source, sourceRepository }: { source?: string; sourceRepository?: string },
  { principal }: Caller,
  repository: Repository,
  pullRequest: PullRequest,
): Promise<boolean> {
  if (source !== undefined && source !== pullRequest.sourceBranch) return false;
  if (sourceRepository === undefined) return true;
  const id = pullRequest.sourceRepositoryId ?? "";
  const others = await otherSources(db(), repository, [pullRequest], visibleTo(principal));
  const from = id === repository.id ? repository : others.get(id);
  if (!from) return false;
  return unbraced(sourceRepository) === id || sourceRepository === `${from.workspace.slug}/${from.slug}`;
}

/** Who isn't asked any more stays as a participant where they took part, and goes where they didn't. */
async function setReviewers(
  tx: Executor,
  { workspaceId, id }: PullRequest,
  reviewers: readonly string[],
): Promise<void> {
  const ofThis = and(
    eq(pullRequestParticipants.workspaceId, workspaceId),
    eq(pullRequestParticipants.pullRequestId, id),
  );
  const others = reviewers.length > 0 ? notInArray(pullRequestParticipants.actorId, [...reviewers]) : undefined;
  const asked = eq(pullRequestParticipants.role, "REVIEWER");
  const silent = isNull(pullRequestParticipants.participatedAt);
  await tx.delete(pullRequestParticipants).where(and(ofThis, asked, others, silent));
  await tx
    .update(pullRequestParticipants)
    .set({ role: "PARTICIPANT" })
    .where(and(ofThis, asked, others));
  if (reviewers.length === 0) return;
  await tx
    .insert(pullRequestParticipants)
    .values(
      reviewers.map((actorId) => ({
        workspaceId,
        pullRequestId: id,
        actorKind: "user" as const,
        actorId,
        role: "REVIEWER" as const,
      })),
    )
    .onConflictDoUpdate({
      target: [pullRequestParticipants.pullRequestId, pullRequestParticipants.actorId],
      set: { role: "REVIEWER" },
    });
}

/** The condition that a pull request is the one that was read, and open still. */
export function isOpen({ workspaceId, id }: PullRequest) {
  return and(eq(pullRequests.workspaceId, workspaceId), eq(pullRequests.id, id), eq(pullRequests.state, "OPEN"));
}

/** As it was read: it may have been open then, and closed since. */
export function notOpen({ number, state }: PullRequest) {
  const became = { OPEN: "isn’t open any more", MERGED: "was merged", DECLINED: "was declined" }[state];
  return { code: "conflict" as const, message: `Pull request ${number} ${became}.` };
}
