import { and, count, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { commitStatuses } from "@/db/schema/commit-statuses";
import { actorOf } from "../actors/actor";
import type { Caller } from "../authorization/principal";
import { ownOrigin } from "../env";
import { type AppError, fail, ok, type Result } from "../errors";
import { emitEvent } from "../events/emit";
import { namedRepository, RepositoryInput, requireCommit } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { presentStatus } from "../published/commit-status";
import type { Repository } from "../repositories/find";
import { holdOwner } from "../repositories/hold";
import { onCommit, type StatusIn, StatusValues, statusKey, toStatus } from "./status";

const mostOfCommit = 1_000;

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
      const refused = await noRoom(tx, found, commit.value, key);
      if (refused) return fail(refused);
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
        .where(and(onCommit(found, commit.value), eq(commitStatuses.key, key)))
        .returning();
      if (!row) return fail(unknownStatus(key));
      const set = { status: toStatus(row), repository: found };
      await emitStatus(tx, caller, set, "updated");
      return ok(set);
    });
  },
});

/** Why there can't be another build of the commit, or null. One that is there has its room. */
async function noRoom(tx: Executor, repository: Repository, commit: string, key: string): Promise<AppError | null> {
  const here = onCommit(repository, commit);
  const [known] = await tx
    .select({ id: commitStatuses.id })
    .from(commitStatuses)
    .where(and(here, eq(commitStatuses.key, key)));
  if (known) return null;
  const gone = await holdOwner(tx, { workspaceId: repository.workspace.id, repositoryId: repository.id });
  if (gone) return gone;
  const [others] = await tx
    .select({ total: count() })
    .from(commitStatuses)
    .where(and(here, ne(commitStatuses.key, key)));
  if ((others?.total ?? 0) < mostOfCommit) return null;
  const message = `There are ${mostOfCommit.toLocaleString("en")} builds of this commit. Use the key of one of them.`;
  return { code: "conflict", message };
}

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
