import { and, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { pipelineSettings } from "@/db/schema/pipelines";
import { repositoryCounters } from "@/db/schema/repository-counters";
import { recordAudit } from "../audit/record";
import { invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import type { Repository } from "../repositories/find";

export type PipelineSettings = { enabled: boolean; repository: Repository };

export const getPipelineSettings = operation({
  name: "getRepositoryPipelineConfig",
  scope: "repository:admin",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ found }): Promise<Result<PipelineSettings>> =>
    ok({ enabled: await pipelinesEnabled(found), repository: found }),
});

/** Lets pipelines be started, or refuses it. What runs goes on. */
export const updatePipelineSettings = operation({
  name: "updateRepositoryPipelineConfig",
  scope: "repository:admin",
  input: RepositoryInput.extend({ enabled: z.boolean() }),
  ...namedRepository,
  run: async ({ caller, input: { enabled }, found }): Promise<Result<PipelineSettings>> => {
    const ids = { workspaceId: found.workspace.id, repositoryId: found.id };
    await db().transaction(async (tx) => {
      await tx
        .insert(pipelineSettings)
        .values({ ...ids, enabled })
        .onConflictDoUpdate({ target: pipelineSettings.repositoryId, set: { enabled } });
      await recordAudit(tx, caller, {
        action: "pipelines.switched",
        resource: found.resource,
        details: { enabled },
      });
    });
    return ok({ enabled, repository: found });
  },
});

/** The number that the next run gets: a greater one than any has. */
export const setNextBuildNumber = operation({
  name: "updateRepositoryBuildNumber",
  scope: "pipeline:variable",
  input: RepositoryInput.extend({ next: z.number().int().min(1).max(1_000_000_000) }),
  ...namedRepository,
  run: async ({ caller, input: { next }, found }): Promise<Result<{ next: number }>> => {
    const ids = { workspaceId: found.workspace.id, repositoryId: found.id, kind: "pipeline" as const };
    return db().transaction(async (tx) => {
      const set = await tx
        .insert(repositoryCounters)
        .values({ ...ids, last: next - 1 })
        .onConflictDoUpdate({
          target: [repositoryCounters.repositoryId, repositoryCounters.kind],
          set: { last: sql`excluded.last` },
          setWhere: lt(repositoryCounters.last, next),
        })
        .returning({ last: repositoryCounters.last });
      if (set.length === 0) return invalid("next", "Choose a greater number than the last build has.");
      await recordAudit(tx, caller, {
        action: "pipeline.number_set",
        resource: found.resource,
        details: { next },
      });
      return ok({ next });
    });
  },
});

export async function pipelinesEnabled({ workspace, id }: Repository, executor: Executor = db()): Promise<boolean> {
  const [row] = await executor
    .select({ enabled: pipelineSettings.enabled })
    .from(pipelineSettings)
    .where(and(eq(pipelineSettings.workspaceId, workspace.id), eq(pipelineSettings.repositoryId, id)));
  return row?.enabled ?? true;
}
