import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { pullRequestParticipants } from "@/db/schema/pull-requests";
import type { PullRequest } from "../pull-requests/pull-request";
import type { BranchRestriction } from "./restriction";

const resets: Readonly<Record<string, "approved" | "changes_requested">> = {
  reset_pullrequest_approvals_on_change: "approved",
  reset_pullrequest_changes_requested_on_change: "changes_requested",
};

/** Takes back what was said of commits that are no longer all there is, where the destination's restrictions want it. */
export async function resetReviews(
  tx: Executor,
  pullRequest: PullRequest,
  restrictions: readonly BranchRestriction[],
): Promise<void> {
  const states = restrictions.flatMap(({ kind }) => resets[kind] ?? []);
  if (states.length === 0) return;
  await tx
    .update(pullRequestParticipants)
    .set({ state: null })
    .where(
      and(
        eq(pullRequestParticipants.workspaceId, pullRequest.workspaceId),
        eq(pullRequestParticipants.pullRequestId, pullRequest.id),
        inArray(pullRequestParticipants.state, states),
      ),
    );
}
