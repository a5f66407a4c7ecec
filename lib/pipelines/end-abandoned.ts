import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import { db } from "@/db/client";
import { pipelines } from "@/db/schema/pipelines";
import { runners } from "@/db/schema/runners";
import { system } from "../authorization/system";
import { braced } from "../ids";
import { findRepository } from "../repositories/find";
import { completePipeline, holdUnfinished } from "./complete";
import type { Pipeline } from "./pipeline";

const silentMs = 60 * 60_000;
/** The next time comes in a minute. */
const mostAtOnce = 500;

/** Ends runs of which nobody has heard for an hour, and those whose runner is gone: nothing hangs for ever. */
export async function endAbandonedPipelines(now = new Date()): Promise<void> {
  const silentSince = new Date(now.getTime() - silentMs);
  const abandoned = await db()
    .select({ run: pipelines, runnerId: runners.id })
    .from(pipelines)
    .leftJoin(runners, and(eq(runners.workspaceId, pipelines.workspaceId), eq(runners.id, pipelines.runnerId)))
    .where(and(eq(pipelines.state, "in_progress"), or(lte(pipelines.heardAt, silentSince), isNull(runners.id))))
    .orderBy(asc(pipelines.heardAt))
    .limit(mostAtOnce);
  for (const { run, runnerId } of abandoned) {
    await end(run, runnerId === null ? "The runner was deleted." : "The runner said nothing for an hour.", now);
  }
}

async function end(known: Pipeline, problem: string, at: Date): Promise<void> {
  const repository = await findRepository(braced(known.workspaceId), braced(known.repositoryId));
  if (!repository) return;
  await db().transaction(async (tx) => {
    const run = await holdUnfinished(tx, known);
    // It has ended, or its runner spoke since.
    if (!run || run.heardAt?.getTime() !== known.heardAt?.getTime()) return;
    const ending = { result: "ERROR", problem, action: "pipeline.abandoned", at } as const;
    await completePipeline(tx, system, { run, repository, ending });
  });
}
