import { and, eq, ne } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { pipelineSteps, pipelines } from "@/db/schema/pipelines";
import { knownActor } from "../actors/actor";
import type { AuditAction } from "../audit/actions";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import type { Repository } from "../repositories/find";
import { keepRepository } from "../repositories/hold";
import { emitPipeline } from "./emit";
import { ofPipeline, type Pipeline, stepsOf } from "./pipeline";

export type Ending = {
  result: NonNullable<Pipeline["result"]>;
  problem?: string | null;
  action: AuditAction;
  at: Date;
};

/**
 * Ends a run that hasn't ended, whose row the caller holds locked. A step that was under way ends as the run does; one
 * that hadn't begun was not run.
 */
export async function completePipeline(
  tx: Executor,
  caller: Caller,
  { run, repository, ending }: { run: Pipeline; repository: Repository; ending: Ending },
): Promise<Pipeline> {
  const { result, problem = null, action, at } = ending;
  const ended: Pipeline = { ...run, state: "completed", result, problem, completedAt: at };
  await tx.update(pipelines).set({ state: "completed", result, problem, completedAt: at }).where(ofPipeline(run));
  const inState = (state: "pending" | "in_progress") => and(stepsOf(run), eq(pipelineSteps.state, state));
  await tx.update(pipelineSteps).set({ state: "completed", result, completedAt: at }).where(inState("in_progress"));
  await tx
    .update(pipelineSteps)
    .set({ state: "completed", result: "NOT_RUN", completedAt: at })
    .where(inState("pending"));
  await emitPipeline(tx, knownActor(caller.principal), repository, ended);
  await recordAudit(tx, caller, {
    action,
    resource: repository.resource,
    details: { number: run.buildNumber, result, problem },
  });
  return ended;
}

/** Takes hold of a run until the transaction ends. Null where it has ended, or is gone. */
export async function holdUnfinished(tx: Executor, run: Pipeline): Promise<Pipeline | null> {
  if (await keepRepository(tx, run)) return null;
  const [row] = await tx
    .select()
    .from(pipelines)
    .where(and(ofPipeline(run), ne(pipelines.state, "completed")))
    .for("update");
  return row ?? null;
}
