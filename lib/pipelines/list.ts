import { and, asc, count, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { pipelineSteps, pipelines } from "@/db/schema/pipelines";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { momentIn } from "../query-language/parse";
import {
  ofRepository,
  type Pipeline,
  PipelineInput,
  type PipelineStep,
  type PipelinesIn,
  requirePipeline,
  requireStep,
  stepsOf,
  toldOf,
} from "./pipeline";

/** As published: each narrows the list, and of one with several values any will do. */
export const PipelineFilter = z.object({
  creator: z.array(z.string()).default([]),
  refType: z.array(z.string()).default([]),
  refName: z.array(z.string()).default([]),
  branch: z.array(z.string()).default([]),
  commit: z.array(z.string()).default([]),
  selectorType: z.array(z.string()).default([]),
  selectorPattern: z.array(z.string()).default([]),
  trigger: z.array(z.string()).default([]),
  status: z.array(z.string()).default([]),
  createdOn: z
    .string()
    .transform((text, context) => {
      const moment = momentIn(text);
      if (!moment) context.addIssue("Give a moment, such as 2026-01-31T12:00:00Z.");
      return moment ?? z.NEVER;
    })
    .optional(),
});
type PipelineFilter = z.output<typeof PipelineFilter>;

/** Runs, the oldest first unless an order is asked for, as published. */
export const listPipelines = operation({
  name: "getPipelinesForRepository",
  scope: "pipeline",
  input: PageInput.extend({ ...RepositoryInput.shape, ...QueryInput.shape, filter: PipelineFilter.prefault({}) }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PipelinesIn<Page<Pipeline>>>> => {
    const { page, pageLength } = input;
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, sortable, [asc(pipelines.buildNumber)]);
    if (!order.ok) return order;
    const condition = and(ofRepository(found), narrowedTo(input.filter), asked.value);
    const [counted] = await db().select({ total: count() }).from(pipelines).where(condition);
    const items = await db()
      .select()
      .from(pipelines)
      .where(condition)
      .orderBy(...order.value)
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok(await toldOf(found, items, { items, total: counted?.total ?? 0, page, pageLength }));
  },
});

export const getPipeline = operation({
  name: "getPipelineForRepository",
  scope: "pipeline",
  input: PipelineInput,
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PipelinesIn<{ pipeline: Pipeline }>>> => {
    const run = await requirePipeline(found, input.pipeline);
    return run.ok ? ok(await toldOf(found, [run.value], { pipeline: run.value })) : run;
  },
});

/** In the order in which they were reported. */
export const listPipelineSteps = operation({
  name: "getPipelineStepsForRepository",
  scope: "pipeline",
  input: PageInput.extend(PipelineInput.shape),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<Page<PipelineStep>>> => {
    const { page, pageLength } = input;
    const run = await requirePipeline(found, input.pipeline);
    if (!run.ok) return run;
    const [counted] = await db().select({ total: count() }).from(pipelineSteps).where(stepsOf(run.value));
    const items = await db()
      .select()
      .from(pipelineSteps)
      .where(stepsOf(run.value))
      .orderBy(asc(pipelineSteps.id))
      .limit(pageLength)
      .offset((page - 1) * pageLength);
    return ok({ items, total: counted?.total ?? 0, page, pageLength });
  },
});

export const getPipelineStep = operation({
  name: "getPipelineStepForRepository",
  scope: "pipeline",
  input: PipelineInput.extend({ step: z.string() }),
  ...namedRepository,
  run: async ({ input, found }): Promise<Result<PipelineStep>> => {
    const run = await requirePipeline(found, input.pipeline);
    return run.ok ? requireStep(run.value, input.step) : run;
  },
});

const fields = {
  build_number: { type: "number", column: pipelines.buildNumber },
  "state.name": { type: "text", column: sql`upper(${pipelines.state})` },
  "state.result.name": { type: "text", column: pipelines.result },
  "target.ref_type": { type: "text", column: pipelines.refType },
  "target.ref_name": { type: "text", column: pipelines.refName },
  "target.commit.hash": { type: "text", column: pipelines.commit },
  "target.selector.type": { type: "text", column: pipelines.selectorType },
  "target.selector.pattern": { type: "text", column: pipelines.selectorPattern },
  "creator.uuid": { type: "text", column: sql`'{' || ${pipelines.creatorId} || '}'` },
  created_on: { type: "moment", column: pipelines.createdAt },
  completed_on: { type: "moment", column: pipelines.completedAt },
} as const;

/** `run_creation_date` is the published name for what `created_on` is here: nothing is run twice. */
const sortable = { ...fields, run_creation_date: fields.created_on } as const;

function narrowedTo(filter: PipelineFilter): SQL | undefined {
  const { creator, refType, refName, branch, commit, selectorType, selectorPattern, trigger, status, createdOn } =
    filter;
  return and(
    anyOf(creator, fields["creator.uuid"].column),
    anyOf(refType.map(lower), pipelines.refType),
    anyOf(refName, pipelines.refName),
    branch.length === 0 ? undefined : and(eq(pipelines.refType, "branch"), inArray(pipelines.refName, branch)),
    anyOf(commit.map(lower), pipelines.commit),
    anyOf(selectorType.map(selectorNamed), pipelines.selectorType),
    anyOf(selectorPattern, pipelines.selectorPattern),
    // Nothing is started here but by whoever asks for it.
    anyOf(trigger, sql`'MANUAL'`),
    status.length === 0 ? undefined : (or(...status.map(inStatus)) ?? sql`false`),
    createdOn === undefined ? undefined : eq(pipelines.createdAt, createdOn),
  );
}

function anyOf(values: readonly string[], column: unknown): SQL | undefined {
  return values.length === 0 ? undefined : sql`${column}::text = any(${sql.param(values)}::text[])`;
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** The filter has other names for some of them than runs themselves. */
function selectorNamed(name: string): string {
  switch (name) {
    case "BRANCH":
      return "branches";
    case "TAG":
      return "tags";
    case "PULLREQUESTS":
      return "pull-requests";
    default:
      return name.toLowerCase();
  }
}

function inStatus(name: string): SQL {
  switch (name) {
    case "PENDING":
      return eq(pipelines.state, "pending");
    case "BUILDING":
      return eq(pipelines.state, "in_progress");
    case "PASSED":
      return eq(pipelines.result, "SUCCESSFUL");
    case "FAILED":
    case "ERROR":
    case "STOPPED":
      return eq(pipelines.result, name);
    default:
      return sql`false`;
  }
}
