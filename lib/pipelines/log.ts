import { Readable } from "node:stream";
import { and, eq, sql, sum } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { pipelineLogChunks, pipelineSteps } from "@/db/schema/pipelines";
import { fail, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Pipeline, PipelineInput, type PipelineStep, requirePipeline, requireStep, stepsOf } from "./pipeline";

const chunkBytes = 64 * 1024;

/** As much of a step's log as is kept. */
export const longestLog = 10 * 1024 * 1024;
/** As much as is kept of the logs of all steps of a run. */
export const longestRunLog = 50 * 1024 * 1024;
const cutMarker = Buffer.from("\n[The log goes on, and is kept no further than 10 MB.]\n");
const runCutMarker = Buffer.from("\n[The log goes on, and those of a run are kept no further than 50 MB.]\n");

/** The log of a step as it is now; while the step runs it grows. */
export const getStepLog = operation({
  name: "getPipelineStepLogForRepository",
  scope: "pipeline",
  input: PipelineInput.extend({ step: PipelineInput.shape.pipeline }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PipelineStep>> => {
    const run = await requirePipeline(found, input.pipeline);
    return run.ok ? readableLog(await requireStep(run.value, input.step), input.step) : run;
  },
});

/** The log of one container of a step. Each has one, which is called as the step is. */
export const getContainerLog = operation({
  name: "getPipelineContainerLog",
  scope: "pipeline",
  input: PipelineInput.extend({ step: PipelineInput.shape.pipeline, log: PipelineInput.shape.pipeline }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PipelineStep>> => {
    const run = await requirePipeline(found, input.pipeline);
    if (!run.ok) return run;
    const step = await requireStep(run.value, input.step);
    const log = await requireStep(run.value, input.log);
    if (step.ok && log.ok && step.value.id !== log.value.id) return fail(unknownLog(input.log));
    return readableLog(step.ok ? log : step, input.log);
  },
});

function readableLog(step: Result<PipelineStep>, name: string): Result<PipelineStep> {
  return step.ok && step.value.logSize === 0 ? fail(unknownLog(name)) : step;
}

function unknownLog(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Log ${name.slice(0, 100)}` };
}

/** The bytes of a log from `start` up to, and without, `end`: chunk by chunk, as they are asked for. */
export function streamLog(step: PipelineStep, start: number, end: number): Readable {
  return Readable.from(chunksOf(step, start, end), { objectMode: false });
}

async function* chunksOf({ workspaceId, id }: PipelineStep, start: number, end: number): AsyncGenerator<Buffer> {
  for (let number = Math.floor(start / chunkBytes); number * chunkBytes < end; number += 1) {
    const [chunk] = await db()
      .select({ bytes: pipelineLogChunks.bytes })
      .from(pipelineLogChunks)
      .where(
        and(
          eq(pipelineLogChunks.workspaceId, workspaceId),
          eq(pipelineLogChunks.stepId, id),
          eq(pipelineLogChunks.number, number),
        ),
      );
    if (!chunk) throw new Error("A log ended before its end: it was deleted meanwhile.");
    const from = number * chunkBytes;
    yield chunk.bytes.subarray(Math.max(0, start - from), end - from);
  }
}

/**
 * Puts bytes at the end of a step's log, as many as are still kept. The caller holds the run's row locked, so that nobody
 * else writes to it.
 */
export async function appendToLog(
  tx: Executor,
  run: Pipeline,
  step: PipelineStep,
  bytes: Buffer,
): Promise<PipelineStep> {
  if (step.logCut || bytes.length === 0) return step;
  const ofStep = longestLog - step.logSize;
  const ofRun = Math.max(0, longestRunLog - (await logSizeOf(tx, run)));
  const room = Math.min(ofStep, ofRun);
  const isCut = bytes.length > room;
  const marker = ofRun < ofStep ? runCutMarker : cutMarker;
  const kept = isCut ? Buffer.concat([bytes.subarray(0, room), marker]) : bytes;
  for (let at = 0; at < kept.length; ) {
    const place = step.logSize + at;
    const number = Math.floor(place / chunkBytes);
    const piece = kept.subarray(at, at + (number + 1) * chunkBytes - place);
    await tx
      .insert(pipelineLogChunks)
      .values({ workspaceId: step.workspaceId, stepId: step.id, number, bytes: piece })
      .onConflictDoUpdate({
        target: [pipelineLogChunks.stepId, pipelineLogChunks.number],
        set: { bytes: sql`${pipelineLogChunks.bytes} || excluded.bytes` },
      });
    at += piece.length;
  }
  const grown = { logSize: step.logSize + kept.length, logCut: isCut };
  await tx
    .update(pipelineSteps)
    .set(grown)
    .where(and(eq(pipelineSteps.workspaceId, step.workspaceId), eq(pipelineSteps.id, step.id)));
  return { ...step, ...grown };
}

async function logSizeOf(tx: Executor, run: Pipeline): Promise<number> {
  const [all] = await tx
    .select({ size: sum(pipelineSteps.logSize).mapWith(Number) })
    .from(pipelineSteps)
    .where(stepsOf(run));
  return all?.size ?? 0;
}
