import { and, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { pipelineSteps, pipelines } from "@/db/schema/pipelines";
import { recordAudit } from "../audit/record";
import type { RunnerCaller, RunnerPrincipal } from "../authorization/principal";
import { requireEnvironment } from "../environments/environment";
import { type AppError, fail, invalid, ok, type Result } from "../errors";
import { braced, namedId, newId } from "../ids";
import { nameSchema, suggestSlug } from "../names";
import { parseInput } from "../operation";
import { findRepository } from "../repositories/find";
import { keepRepository } from "../repositories/hold";
import type { RunVariable } from "../variables/for-run";
import { completePipeline } from "./complete";
import { appendToLog } from "./log";
import {
  type Pipeline,
  type PipelineStep,
  requireStep,
  runResults,
  stepResults,
  stepStates,
  stepsOf,
  unknownPipeline,
} from "./pipeline";
import { openedOrNull, unopenedVariable } from "./run-variables";

const mostSteps = 100;

const Run = z.object({ run: z.string() });
const Step = Run.extend({ step: z.string() });
const StepValues = z.object({
  name: nameSchema,
  state: z.enum(stepStates).default("PENDING"),
  result: z.enum(stepResults).optional(),
});
const StepChanges = StepValues.extend({ state: StepValues.shape.state.unwrap() }).partial();
const Deploying = Run.extend({ environment: z.string() });
const Ended = Run.extend({
  result: z.enum(runResults),
  message: z.string().max(1_000, "Use at most 1,000 characters.").optional(),
});

type Report<Input> = { caller: RunnerCaller; run: Pipeline; input: Input; now: Date };

/** What a runner says of a run that it holds. Each word counts as a sign of life; after the run's end none is taken. */
function report<Input extends z.ZodType<{ run: string }>, Value>(
  schema: Input,
  act: (tx: Executor, report: Report<z.output<Input>>) => Promise<Result<Value>>,
  before: (tx: Executor) => Promise<AppError | null> = async () => null,
) {
  return async (caller: RunnerCaller, raw: z.input<Input>, now = new Date()): Promise<Result<Value>> => {
    const input = parseInput(schema, raw);
    if (!input.ok) return input;
    return db().transaction(async (tx) => {
      const problem = await before(tx);
      if (problem) return fail(problem);
      const run = await holdRun(tx, caller.principal, input.value.run, now);
      return run.ok ? act(tx, { caller, run: run.value, input: input.value, now }) : run;
    });
  };
}

/** Takes hold of the run until the transaction ends, so that what is said of one run comes one after the other. */
async function holdRun(tx: Executor, runner: RunnerPrincipal, name: string, now: Date): Promise<Result<Pipeline>> {
  const mine = ofRunner(runner, name);
  if (!mine) return fail(unknownPipeline(name));
  const [run] = await tx
    .update(pipelines)
    .set({ heardAt: now })
    .where(and(mine, eq(pipelines.state, "in_progress")))
    .returning();
  if (run) return ok(run);
  const [ended] = await tx.select({ result: pipelines.result }).from(pipelines).where(mine);
  if (!ended) return fail(unknownPipeline(name));
  return fail({ code: "conflict", message: `The run has ended: ${ended.result}. Work on it no more.` });
}

function ofRunner({ workspaceId, runnerId }: RunnerPrincipal, name: string) {
  const id = namedId(name);
  return id
    ? and(eq(pipelines.workspaceId, workspaceId), eq(pipelines.id, id), eq(pipelines.runnerId, runnerId))
    : null;
}

/** Says that the runner is still at it, and hears whether it shall be. */
export const checkRun = report(Run, async (_, { run }) => ok(run));

/** The variables of the run where it deploys to an environment: those of the environment over all that are kept. */
export const openEnvironment = report(Deploying, async (tx, { caller, run, input }): Promise<Result<RunVariable[]>> => {
  const repository = { id: run.repositoryId, workspace: { id: run.workspaceId } };
  const name = namedId(input.environment) ?? suggestSlug(input.environment);
  const environment = await requireEnvironment(repository, name, tx);
  if (!environment.ok) return environment;
  const variables = await openedOrNull(tx, run, caller.principal, environment.value.id);
  if (!variables) return fail({ code: "conflict", message: unopenedVariable });
  await recordAudit(tx, caller, {
    action: "pipeline.environment_opened",
    resource: { kind: "repository", workspaceId: run.workspaceId, repositoryId: run.repositoryId },
    details: {
      number: run.buildNumber,
      runner: caller.principal.name,
      environment: environment.value.name,
      variables: variables.map(({ key }) => key),
      secured: variables.filter(({ secured }) => secured).length,
    },
  });
  return ok(variables);
});

export const addStep = report(Run.extend(StepValues.shape), async (tx, { run, input, now }) => {
  const [counted] = await tx.select({ total: count() }).from(pipelineSteps).where(stepsOf(run));
  if ((counted?.total ?? 0) >= mostSteps) return invalid("form", `A run has at most ${mostSteps} steps.`);
  const blank = { state: "pending" as const, result: null, startedAt: null, completedAt: null };
  const state = movedTo(blank, input, now);
  if (!state.ok) return state;
  const step: PipelineStep = {
    id: newId(),
    workspaceId: run.workspaceId,
    pipelineId: run.id,
    name: input.name,
    ...state.value,
    createdAt: now,
    logSize: 0,
    logCut: false,
  };
  await tx.insert(pipelineSteps).values(step);
  return ok(step);
});

/** Changes what is given; what isn't stays. */
export const updateStep = report(Step.extend(StepChanges.shape), async (tx, { run, input, now }) => {
  const step = await requireStep(run, input.step, tx);
  if (!step.ok) return step;
  const state = movedTo(step.value, input, now);
  if (!state.ok) return state;
  const changed: PipelineStep = { ...step.value, name: input.name ?? step.value.name, ...state.value };
  await tx
    .update(pipelineSteps)
    .set({ name: changed.name, ...state.value })
    .where(and(stepsOf(run), eq(pipelineSteps.id, changed.id)));
  return ok(changed);
});

const Appended = Step.extend({
  bytes: z.instanceof(Buffer),
  offset: z.int("Say how many bytes the log has by now.").min(0).optional(),
});

/**
 * Puts bytes at the end of a step's log. What is past what is kept is left out, and a marker says so. `offset` is where
 * the runner believes the end to be: elsewhere nothing is added, so that what is sent again isn't there twice. A log that
 * is cut takes nothing more, wherever its end is believed to be.
 */
export const appendLog = report(Appended, async (tx, { run, input: { step: name, bytes, offset } }) => {
  const step = await requireStep(run, name, tx);
  if (!step.ok) return step;
  const { logSize: size, logCut } = step.value;
  if (offset !== undefined && offset !== size && !logCut) {
    return fail({ code: "conflict", message: `The log has ${size} bytes. Go on from there.`, detail: { size } });
  }
  return ok(await appendToLog(tx, run, step.value, bytes));
});

/** Ends a run with what came of it. */
export async function completeRun(
  caller: RunnerCaller,
  raw: z.input<typeof Ended>,
  now = new Date(),
): Promise<Result<Pipeline>> {
  const mine = ofRunner(caller.principal, raw.run);
  // Looked up before the run is held: a transaction asks for no second connection.
  const [run] = mine ? await db().select().from(pipelines).where(mine) : [];
  const repository = run && (await findRepository(braced(run.workspaceId), braced(run.repositoryId)));
  if (!repository) return fail(unknownPipeline(raw.run));
  const complete = report(
    Ended,
    async (tx, held) => {
      const { result, message } = held.input;
      const ending = { result, problem: message ?? null, action: "pipeline.completed", at: now } as const;
      return ok(await completePipeline(tx, caller, { run: held.run, repository, ending }));
    },
    // It tells webhooks, which a deletion of the repository takes before the run.
    (tx) => keepRepository(tx, run),
  );
  return complete(caller, raw, now);
}

type StepState = Pick<PipelineStep, "state" | "result" | "startedAt" | "completedAt">;
type StepWish = { state?: z.output<typeof StepValues>["state"]; result?: PipelineStep["result"] };

const order = ["pending", "in_progress", "completed"] as const;

/** A step goes forwards, and ends with a result. */
function movedTo(step: StepState, { state = upper(step.state), result }: StepWish, now: Date): Result<StepState> {
  const wanted = lower(state);
  if (step.state === "completed" && (wanted !== "completed" || (result ?? step.result) !== step.result)) {
    return fail({ code: "conflict", message: "The step has ended." });
  }
  if (order.indexOf(wanted) < order.indexOf(step.state)) return invalid("state", "A step goes forwards.");
  if (wanted !== "completed") {
    if (result) return invalid("result", "A step has a result once it is COMPLETED.");
    return ok({ ...step, state: wanted, startedAt: step.startedAt ?? (wanted === "in_progress" ? now : null) });
  }
  const outcome = result ?? step.result;
  if (!outcome) return invalid("result", `Give one of ${stepResults.join(", ")}.`);
  return ok({ state: wanted, result: outcome, startedAt: step.startedAt, completedAt: step.completedAt ?? now });
}

function lower(state: z.output<typeof StepValues>["state"]): PipelineStep["state"] {
  switch (state) {
    case "PENDING":
      return "pending";
    case "IN_PROGRESS":
      return "in_progress";
    case "COMPLETED":
      return "completed";
  }
}

function upper(state: PipelineStep["state"]): z.output<typeof StepValues>["state"] {
  switch (state) {
    case "pending":
      return "PENDING";
    case "in_progress":
      return "IN_PROGRESS";
    case "completed":
      return "COMPLETED";
  }
}
