import { and, asc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { pipelineStartVariables, pipelineSteps, pipelines } from "@/db/schema/pipelines";
import type { KnownAuthor } from "../access-tokens/authors";
import { findActors } from "../actors/find";
import { fail, ok, type Result } from "../errors";
import { RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import type { Repository } from "../repositories/find";
import type { Variable } from "../variables/variable";

export type Pipeline = typeof pipelines.$inferSelect;
export type PipelineStep = typeof pipelineSteps.$inferSelect;

/** Something of runs, with what tells of them: who started them, and with which variables. */
export type PipelinesIn<Value> = Value & {
  repository: Repository;
  creators: ReadonlyMap<string, KnownAuthor>;
  /** By the run's id. Secured ones come without their value. */
  variables: ReadonlyMap<string, readonly Variable[]>;
};

/** What a runner can say of how a run, or a step of one, went. */
export const runResults = ["SUCCESSFUL", "FAILED", "ERROR"] as const;
export const stepResults = [...runResults, "STOPPED", "NOT_RUN"] as const;
export const stepStates = ["PENDING", "IN_PROGRESS", "COMPLETED"] as const;

export const PipelineInput = RepositoryInput.extend({ pipeline: z.string() });

export function ofRepository({ workspace, id }: Repository) {
  return and(eq(pipelines.workspaceId, workspace.id), eq(pipelines.repositoryId, id));
}

export function ofPipeline({ workspaceId, id }: Pipeline) {
  return and(eq(pipelines.workspaceId, workspaceId), eq(pipelines.id, id));
}

/** The run of that `{uuid}`, or of that build number, in the repository. */
export async function requirePipeline(
  repository: Repository,
  name: string,
  executor: Executor = db(),
): Promise<Result<Pipeline>> {
  const isNumber = /^\d{1,9}$/.test(name);
  const id = namedId(name);
  if (!id && !isNumber) return fail(unknownPipeline(name));
  const [row] = await executor
    .select()
    .from(pipelines)
    .where(and(ofRepository(repository), id ? eq(pipelines.id, id) : eq(pipelines.buildNumber, Number(name))));
  return row ? ok(row) : fail(unknownPipeline(name));
}

/** What goes with these runs of a repository, to tell of them. */
export async function toldOf<Value>(
  repository: Repository,
  runs: readonly Pipeline[],
  value: Value,
  executor: Executor = db(),
): Promise<PipelinesIn<Value>> {
  const actors = runs.map(({ creatorKind, creatorId }) => ({ kind: creatorKind, id: creatorId }));
  const creators = await findActors(repository.workspace.id, actors, executor);
  return { ...value, repository, creators, variables: await variablesOf(repository.workspace.id, runs, executor) };
}

async function variablesOf(workspaceId: string, runs: readonly Pipeline[], executor: Executor) {
  const found = new Map<string, Variable[]>();
  if (runs.length === 0) return found;
  const { id, key, value, pipelineId } = pipelineStartVariables;
  const ids = runs.map((run) => run.id);
  const rows = await executor
    .select({ id, key, value, pipelineId })
    .from(pipelineStartVariables)
    .where(and(eq(pipelineStartVariables.workspaceId, workspaceId), inArray(pipelineId, ids)))
    .orderBy(asc(key));
  for (const { pipelineId: of, ...variable } of rows) found.set(of, [...(found.get(of) ?? []), variable]);
  return found;
}

export function stepsOf({ workspaceId, id }: Pipeline) {
  return and(eq(pipelineSteps.workspaceId, workspaceId), eq(pipelineSteps.pipelineId, id));
}

/** The step of that `{uuid}`, where it belongs to this run. */
export async function requireStep(
  run: Pipeline,
  name: string,
  executor: Executor = db(),
): Promise<Result<PipelineStep>> {
  const id = namedId(name);
  if (!id) return fail(unknownStep(name));
  const [row] = await executor
    .select()
    .from(pipelineSteps)
    .where(and(stepsOf(run), eq(pipelineSteps.id, id)));
  return row ? ok(row) : fail(unknownStep(name));
}

export function unknownPipeline(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Pipeline ${name.slice(0, 100)}` };
}

export function unknownStep(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Step ${name.slice(0, 100)}` };
}
