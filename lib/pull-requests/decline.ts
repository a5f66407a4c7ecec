import { pullRequests } from "@/db/schema/pull-requests";
import { actorOf } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { visibleTo } from "../authorization/can";
import { fail, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { recordActivity } from "./activity";
import { keepDestination } from "./destination";
import { emitPullRequest } from "./emit";
import { inTurn } from "./in-turn";
import { involve } from "./involve";
import { type Involved, longTextSchema, type PullRequest, PullRequestInput, requirePullRequest } from "./pull-request";
import { isOpen, notOpen } from "./update";

/** Closes a pull request without merging it. */
export const declinePullRequest = operation({
  name: "repositories.declinePullRequest",
  scope: "pullrequest:write",
  input: PullRequestInput.extend({ reason: longTextSchema.default("") }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<Involved<{ pullRequest: PullRequest }>>> => {
    const known = await requirePullRequest(found, input.number);
    if (!known.ok) return known;
    const actor = actorOf(caller.principal);
    const now = new Date();
    const pullRequest = await inTurn(known.value, async (tx) => {
      const [row] = await tx
        .update(pullRequests)
        .set({
          state: "DECLINED",
          reason: input.reason,
          closedByKind: actor.kind,
          closedById: actor.id,
          closedAt: now,
          updatedAt: now,
        })
        .where(isOpen(known.value))
        .returning();
      if (!row) return null;
      await keepDestination(row);
      await recordActivity(tx, row, actor, { kind: "update" });
      await emitPullRequest(tx, actor, found, row, "pullrequest:rejected");
      await recordAudit(tx, caller, {
        action: "pull_request.declined",
        resource: found.resource,
        details: { number: row.number, name: row.title },
      });
      return row;
    });
    return pullRequest
      ? ok(await involve(found, [pullRequest], { pullRequest }, visibleTo(caller.principal)))
      : fail(notOpen(known.value));
  },
});
