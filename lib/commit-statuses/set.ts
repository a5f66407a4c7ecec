import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { commitStatuses } from "@/db/schema/commit-statuses";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { type StatusIn, StatusValues, statusKey, toStatus } from "./status";

/** Says how the build of a commit goes. The same key again changes what it said before. */
export const setCommitStatus = operation({
  name: "repositories.createCommitBuildStatus",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), key: statusKey, ...StatusValues.shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<StatusIn>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const now = new Date();
    const { state, url, key, name = key, description = "", refname = null } = input;
    const values = { state, url, name, description, refname, updatedAt: now };
    const place = { workspaceId: found.workspace.id, repositoryId: found.id, commit: commit.value, key };
    const [row] = await db()
      .insert(commitStatuses)
      .values({ id: newId(), ...place, ...values, createdAt: now })
      .onConflictDoUpdate({
        target: [commitStatuses.repositoryId, commitStatuses.commit, commitStatuses.key],
        set: values,
      })
      .returning();
    if (!row) throw new Error("A status was neither written nor changed.");
    return ok({ status: toStatus(row), repository: found });
  },
});

/** Changes what is given, and leaves the rest. */
export const updateCommitStatus = operation({
  name: "repositories.updateCommitBuildStatus",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), key: z.string(), ...StatusValues.partial().shape }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<StatusIn>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const { state, url, name, description, refname, key } = input;
    const [row] = await db()
      .update(commitStatuses)
      .set({ state, url, name, description, refname, updatedAt: new Date() })
      .where(
        and(
          eq(commitStatuses.workspaceId, found.workspace.id),
          eq(commitStatuses.repositoryId, found.id),
          eq(commitStatuses.commit, commit.value),
          eq(commitStatuses.key, key),
        ),
      )
      .returning();
    return row ? ok({ status: toStatus(row), repository: found }) : fail(unknownStatus(key));
  },
});

export function unknownStatus(key: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Build “${key}”` };
}
