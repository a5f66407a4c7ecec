import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { commitStatuses } from "@/db/schema/commit-statuses";
import type { Repository } from "../repositories/find";

export type CommitStatus = Omit<typeof commitStatuses.$inferSelect, "workspaceId" | "repositoryId">;

/** A status with the repository that it belongs to. */
export type StatusIn = { status: CommitStatus; repository: Repository };

export const statusStates = ["INPROGRESS", "SUCCESSFUL", "FAILED", "STOPPED"] as const;

const text = (most: number) => z.string().max(most, `Use at most ${most.toLocaleString("en")} characters.`);

/** What may be said of a commit, as builds say it. */
export const StatusValues = z.object({
  state: z.enum(statusStates, `Choose one of ${statusStates.join(", ")}.`),
  url: z
    .url({ protocol: /^https?$/, error: "Give the http or https address of the build." })
    .max(2_000, "Use at most 2,000 characters."),
  name: text(255).optional(),
  description: text(4_000).optional(),
  refname: text(1_000).nullish(),
});

export const statusKey = z.string().min(1, "Give the build a key.").max(255, "Use at most 255 characters.");

export function toStatus({
  workspaceId: _,
  repositoryId: __,
  ...status
}: typeof commitStatuses.$inferSelect): CommitStatus {
  return status;
}

export function onCommit(repository: Repository, commit: string) {
  return and(
    eq(commitStatuses.workspaceId, repository.workspace.id),
    eq(commitStatuses.repositoryId, repository.id),
    eq(commitStatuses.commit, commit),
  );
}
