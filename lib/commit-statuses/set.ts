import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { commitStatuses } from "@/db/schema/commit-statuses";
import { actorOf } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { ownOrigin } from "../env";
import { fail, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { presentStatus } from "../published/commit-status";
import { type StatusIn, StatusValues, statusKey, toStatus } from "./status";

/** Says how the build of a commit goes. The same key again changes what it said before. */
export const setCommitStatus = operation({
  name: "repositories.createCommitBuildStatus",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), key: statusKey, ...StatusValues.shape }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<StatusIn>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const now = new Date();
    const { state, url, key, name = key, description = "", refname = null } = input;
    const values = { state, url, name, description, refname, updatedAt: now };
    const place = { workspaceId: found.workspace.id, repositoryId: found.id, commit: commit.value, key };
    const id = newId();
    return db().transaction(async (tx): Promise<Result<StatusIn>> => {
      const [row] = await tx
        .insert(commitStatuses)
        .values({ id, ...place, ...values, createdAt: now })
        .onConflictDoUpdate({
          target: [commitStatuses.repositoryId, commitStatuses.commit, commitStatuses.key],
          set: values,
        })
        .returning();
      if (!row) throw new Error("A status was neither written nor changed.");
      const set = { status: toStatus(row), repository: found };
      await emitStatus(tx, caller, set, row.id === id ? "created" : "updated");
      return ok(set);
    });
  },
});

/** Changes what is given, and leaves the rest. */
export const updateCommitStatus = operation({
  name: "repositories.updateCommitBuildStatus",
  scope: "repository",
  input: RepositoryInput.extend({ commit: z.string(), key: z.string(), ...StatusValues.partial().shape }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<StatusIn>> => {
    const commit = await requireCommit(found.id, input.commit);
    if (!commit.ok) return commit;
    const { state, url, name, description, refname, key } = input;
    return db().transaction(async (tx): Promise<Result<StatusIn>> => {
      const [row] = await tx
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
      if (!row) return fail(unknownStatus(key));
      const set = { status: toStatus(row), repository: found };
      await emitStatus(tx, caller, set, "updated");
      return ok(set);
    });
  },
});

async function emitStatus(
  tx: Executor,
  { principal }: Caller,
  set: StatusIn,
  happened: "created" | "updated",
): Promise<void> {
  await emitEvent(tx, actorOf(principal), {
    key: `repo:commit_status_${happened}`,
    workspaceId: set.repository.workspace.id,
    repository: set.repository,
    payload: () => ({ commit_status: presentStatus(set, ownOrigin) }),
  });
}

export function unknownStatus(key: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Build “${key}”` };
}
