import { z } from "zod";
import { type Pipeline, type PipelineStep, type PipelinesIn, stepResults } from "../pipelines/pipeline";
import type { PipelineSettings } from "../pipelines/settings";
import type { Repository } from "../repositories/find";
import { AccountObject, presentActor } from "./account";
import { CondensedCommitObject, condensedCommit } from "./commit";
import { CondensedRepositoryObject, condensedRepository } from "./repository";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";
import { presentVariable, VariableObject } from "./variable";

const Selector = z.object({ type: z.string(), pattern: z.string().optional() });

const TargetObject = z.union([
  z.object({
    type: z.literal("pipeline_ref_target"),
    ref_type: z.enum(["branch", "tag"]),
    ref_name: z.string(),
    selector: Selector,
    commit: CondensedCommitObject,
  }),
  z.object({ type: z.literal("pipeline_commit_target"), selector: Selector, commit: CondensedCommitObject }),
]);

const ResultObject = z.union([
  z.object({ type: z.literal("pipeline_state_completed_successful"), name: z.literal("SUCCESSFUL") }),
  z.object({ type: z.literal("pipeline_state_completed_failed"), name: z.literal("FAILED") }),
  z.object({ type: z.literal("pipeline_state_completed_stopped"), name: z.literal("STOPPED") }),
  z.object({
    type: z.literal("pipeline_state_completed_error"),
    name: z.literal("ERROR"),
    error: z.object({ type: z.literal("pipeline_error"), key: z.string(), message: z.string() }),
  }),
]);

const StateObject = z.union([
  z.object({ type: z.literal("pipeline_state_pending"), name: z.literal("PENDING") }),
  z.object({
    type: z.literal("pipeline_state_in_progress"),
    name: z.literal("IN_PROGRESS"),
    stage: z.object({ type: z.literal("pipeline_state_in_progress_running"), name: z.literal("RUNNING") }),
  }),
  z.object({ type: z.literal("pipeline_state_completed"), name: z.literal("COMPLETED"), result: ResultObject }),
]);

export const PipelineObject = z
  .object({
    type: z.literal("pipeline"),
    uuid: Uuid,
    build_number: z.int(),
    run_number: z.literal(1),
    creator: AccountObject.nullable(),
    repository: CondensedRepositoryObject,
    target: TargetObject,
    trigger: z.object({ type: z.literal("pipeline_trigger_manual"), name: z.literal("MANUAL") }),
    state: StateObject,
    variables: z.array(VariableObject).describe("What it was started with"),
    created_on: Timestamp,
    completed_on: Timestamp.optional(),
    build_seconds_used: z.int(),
    configuration_sources: z.array(z.unknown()),
    links: z.object({ self: Link, steps: Link }),
  })
  .meta({ id: "pipeline" });

export function presentPipeline(
  run: Pipeline,
  { repository, creators, variables }: PipelinesIn<unknown>,
  origin: string,
): z.infer<typeof PipelineObject> {
  const self = addressOf(run, repository, origin);
  return {
    type: "pipeline",
    uuid: uuidOf(run),
    build_number: run.buildNumber,
    run_number: 1,
    creator: presentActor(creators.get(run.creatorId)),
    repository: condensedRepository(repository, origin),
    target: presentTarget(run, repository, origin),
    trigger: { type: "pipeline_trigger_manual", name: "MANUAL" },
    state: presentState(run),
    variables: (variables.get(run.id) ?? []).map(presentVariable),
    created_on: timestamp(run.createdAt),
    ...(run.completedAt ? { completed_on: timestamp(run.completedAt) } : {}),
    build_seconds_used: secondsOf(run),
    configuration_sources: [],
    links: { self: { href: self }, steps: { href: `${self}/steps` } },
  };
}

export function presentTarget(run: Pipeline, repository: Repository, origin: string): z.infer<typeof TargetObject> {
  const { refType, refName, selectorType, selectorPattern } = run;
  const selector = { type: selectorType, ...(selectorPattern === null ? {} : { pattern: selectorPattern }) };
  const commit = condensedCommit(run.commit, repository, origin);
  if (refType === null || refName === null) return { type: "pipeline_commit_target", selector, commit };
  return { type: "pipeline_ref_target", ref_type: refType, ref_name: refName, selector, commit };
}

function presentState({ state, result, problem }: Pipeline): z.infer<typeof StateObject> {
  switch (state) {
    case "pending":
      return { type: "pipeline_state_pending", name: "PENDING" };
    case "in_progress":
      return {
        type: "pipeline_state_in_progress",
        name: "IN_PROGRESS",
        stage: { type: "pipeline_state_in_progress_running", name: "RUNNING" },
      };
    case "completed":
      return { type: "pipeline_state_completed", name: "COMPLETED", result: presentResult(result, problem) };
  }
}

function presentResult(result: Pipeline["result"], problem: string | null): z.infer<typeof ResultObject> {
  switch (result) {
    case "SUCCESSFUL":
      return { type: "pipeline_state_completed_successful", name: result };
    case "FAILED":
      return { type: "pipeline_state_completed_failed", name: result };
    case "STOPPED":
      return { type: "pipeline_state_completed_stopped", name: result };
    case "ERROR":
    case null: {
      const error = { type: "pipeline_error", key: "runner.error", message: problem ?? "The runner failed." } as const;
      return { type: "pipeline_state_completed_error", name: "ERROR", error };
    }
  }
}

export const PipelineStepObject = z
  .object({
    type: z.literal("pipeline_step"),
    uuid: Uuid,
    name: z.string(),
    state: z.union([
      z.object({ type: z.literal("pipeline_step_state_pending"), name: z.literal("PENDING") }),
      z.object({ type: z.literal("pipeline_step_state_in_progress"), name: z.literal("IN_PROGRESS") }),
      z.object({
        type: z.literal("pipeline_step_state_completed"),
        name: z.literal("COMPLETED"),
        result: z.object({ type: z.string(), name: z.enum(stepResults) }),
      }),
    ]),
    started_on: Timestamp.optional(),
    completed_on: Timestamp.optional(),
    duration_in_seconds: z.int(),
    setup_commands: z.array(z.unknown()),
    script_commands: z.array(z.unknown()),
  })
  .meta({ id: "pipeline_step" });

export function presentStep(step: PipelineStep): z.infer<typeof PipelineStepObject> {
  const { startedAt, completedAt } = step;
  return {
    type: "pipeline_step",
    uuid: uuidOf(step),
    name: step.name,
    state: presentStepState(step),
    ...(startedAt ? { started_on: timestamp(startedAt) } : {}),
    ...(completedAt ? { completed_on: timestamp(completedAt) } : {}),
    duration_in_seconds: secondsOf(step),
    setup_commands: [],
    script_commands: [],
  };
}

function presentStepState({ state, result }: PipelineStep): z.infer<typeof PipelineStepObject>["state"] {
  switch (state) {
    case "pending":
      return { type: "pipeline_step_state_pending", name: "PENDING" };
    case "in_progress":
      return { type: "pipeline_step_state_in_progress", name: "IN_PROGRESS" };
    case "completed": {
      const name = result ?? "ERROR";
      const type = `pipeline_step_state_completed_${name.toLowerCase()}`;
      return { type: "pipeline_step_state_completed", name: "COMPLETED", result: { type, name } };
    }
  }
}

/** From when a runner took it until it ended; nothing while it runs, or where none did. */
export function secondsOf({ startedAt, completedAt }: { startedAt: Date | null; completedAt: Date | null }): number {
  return startedAt && completedAt ? Math.round((completedAt.getTime() - startedAt.getTime()) / 1000) : 0;
}

function addressOf(run: Pipeline, repository: Repository, origin: string): string {
  return `${condensedRepository(repository, origin).links.self.href}/pipelines/${encodeURIComponent(uuidOf(run))}`;
}

export const PipelineSettingsObject = z
  .object({
    type: z.literal("repository_pipelines_configuration"),
    enabled: z.boolean(),
    repository: CondensedRepositoryObject,
  })
  .meta({ id: "pipelines_config" });

export function presentSettings(
  { enabled, repository }: PipelineSettings,
  origin: string,
): z.infer<typeof PipelineSettingsObject> {
  return {
    type: "repository_pipelines_configuration",
    enabled,
    repository: condensedRepository(repository, origin),
  };
}

export const BuildNumberObject = z
  .object({ type: z.literal("pipeline_build_number"), next: z.int() })
  .meta({ id: "pipeline_build_number" });
