import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { pullRequestParticipants, pullRequests } from "@/db/schema/pull-requests";
import { actorOf } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { visibleTo } from "../authorization/can";
import { effectiveModel } from "../branching-models/effective";
import { fail, invalid, ok, type Result } from "../errors";
import { isAncestor } from "../git/diff";
import { keepSource } from "../git/pull-request-refs";
import { refTarget } from "../git/ref-targets";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { takeNumber } from "../repositories/take-number";
import { recordActivity } from "./activity";
import { emitPullRequest } from "./emit";
import { involve } from "./involve";
import { type Involved, longTextSchema, type PullRequest, titleSchema } from "./pull-request";
import { resolveReviewers } from "./reviewers";
import { bringSource, resolveSource, unknownRepository } from "./source";

/** Asks a branch to take in another one: of the same repository, of a fork of it, or of what it was forked from. */
export const createPullRequest = operation({
  name: "repositories.createPullRequest",
  scope: "pullrequest:write",
  input: RepositoryInput.extend({
    title: titleSchema,
    description: longTextSchema.default(""),
    source: z.string(),
    /** By `workspace/slug` or `{uuid}`; the repository itself where there is none. */
    sourceRepository: z.string().optional(),
    /** The main branch where there is none. */
    destination: z.string().optional(),
    /** As the branching model has it where there is none. */
    closeSourceBranch: z.boolean().optional(),
    draft: z.boolean().default(false),
    /** People, by `{uuid}` or account id. */
    reviewers: z.array(z.string()).max(100).default([]),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const { title, description, source, draft, closeSourceBranch = effectiveModel(found).closesBranches } = input;
    const destination = input.destination ?? found.mainBranch;
    const resolved = await resolveSource(caller, found, input.sourceRepository);
    if (!resolved.ok) return resolved;
    const from = resolved.value;
    if (from.id === found.id && source === destination)
      return invalid("source", "A branch can’t be merged into itself.");
    const sourceCommit = await refTarget(from.id, `refs/heads/${source}`);
    if (!sourceCommit) return invalid("source", `There is no branch ${source}.`);
    const destinationCommit = await refTarget(found.id, `refs/heads/${destination}`);
    if (!destinationCommit) return invalid("destination", `There is no branch ${destination}.`);
    const brought = await bringSource(found, from, source, sourceCommit);
    if (!brought.ok) return brought;
    if (await isAncestor(found.id, sourceCommit, destinationCommit)) {
      return invalid("source", "There are no changes to be pulled.");
    }
    const author = actorOf(caller.principal);
    const reviewers = await resolveReviewers(found, input.reviewers, author);
    if (!reviewers.ok) return reviewers;
    const now = new Date();
    const place = { workspaceId: found.workspace.id, repositoryId: found.id };
    const row = (number: number): PullRequest => ({
      id: newId(),
      ...place,
      number,
      title,
      description,
      state: "OPEN",
      draft,
      sourceRepositoryId: from.id,
      sourceBranch: source,
      sourceCommit,
      destinationBranch: destination,
      destinationCommit,
      mergeCommit: null,
      closeSourceBranch,
      reason: "",
      authorKind: author.kind,
      authorId: author.id,
      closedByKind: null,
      closedById: null,
      createdAt: now,
      updatedAt: now,
      closedAt: null,
    });
    try {
      const pullRequest = await db().transaction(async (tx) => {
        const made = row(await takeNumber(tx, found, "pull_request"));
        await tx.insert(pullRequests).values(made);
        if (reviewers.value.length > 0) {
          await tx.insert(pullRequestParticipants).values(
            reviewers.value.map((actorId) => ({
              workspaceId: found.workspace.id,
              pullRequestId: made.id,
              actorKind: "user" as const,
              actorId,
              role: "REVIEWER" as const,
            })),
          );
        }
        await recordActivity(tx, made, author, { kind: "update" });
        await keepSource(found.id, made.number, sourceCommit);
        await emitPullRequest(tx, author, found, made, "pullrequest:created");
        await recordAudit(tx, caller, {
          action: "pull_request.created",
          resource: found.resource,
          details: { number: made.number, name: title, source, destination },
        });
        return made;
      });
      return ok(await involve(found, [pullRequest], { pullRequest }, visibleTo(caller.principal)));
    } catch (error) {
      const violated = violatedConstraint(error);
      if (violated === "pull_requests_source_repository_fkey") return fail(unknownRepository(from.slug));
      if (violated !== "pull_requests_open_key") throw error;
      return fail({
        code: "conflict",
        field: "source",
        message: `${source} has an open pull request to ${destination}.`,
      });
    }
  },
});
