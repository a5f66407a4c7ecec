import { z } from "zod";
import { hasCurrent } from "@/lib/entity-tags";
import { getPipeline, getPipelineStep, listPipelineSteps, listPipelines } from "@/lib/pipelines/list";
import { getContainerLog, getStepLog, streamLog } from "@/lib/pipelines/log";
import type { PipelineStep } from "@/lib/pipelines/pipeline";
import { getPipelineSettings, setNextBuildNumber, updatePipelineSettings } from "@/lib/pipelines/settings";
import { startPipeline } from "@/lib/pipelines/start";
import { stopPipeline } from "@/lib/pipelines/stop";
import { selectorTypes } from "@/lib/pipelines/target";
import {
  BuildNumberObject,
  PipelineObject,
  PipelineSettingsObject,
  PipelineStepObject,
  presentPipeline,
  presentSettings,
  presentStep,
} from "@/lib/published/pipeline";
import { pageObject } from "@/lib/published/values";
import { type Answer, json, noContent } from "../http/answer";
import { type RestRequest, route } from "../http/operation-route";
import { PageQuery, pageOf, paginated, QueriedPageQuery, queryOf } from "../http/pagination";
import { rangeOf } from "../http/range";
import { repositoryOf } from "./repositories";

const ofRepository = "/repositories/{workspace}/{repo_slug}";
const onePipeline = `${ofRepository}/pipelines/{pipeline_uuid}`;
const oneStep = `${onePipeline}/steps/{step_uuid}`;

/** The published filters, by what the list calls them. */
const filters = {
  creator: "creator.uuid",
  refType: "target.ref_type",
  refName: "target.ref_name",
  branch: "target.branch",
  commit: "target.commit.hash",
  selectorType: "target.selector.type",
  selectorPattern: "target.selector.pattern",
  trigger: "trigger_type",
  status: "status",
} as const;

const PipelineQuery = QueriedPageQuery.extend({
  ...Object.fromEntries(Object.values(filters).map((name) => [name, z.string().optional()])),
  created_on: z.string().optional(),
});

route({
  method: "GET",
  path: `${ofRepository}/pipelines`,
  name: "getPipelinesForRepository",
  operation: listPipelines,
  query: PipelineQuery,
  input: (request) => ({
    ...repositoryOf(request),
    ...pageOf(request),
    ...queryOf(request),
    filter: {
      ...Object.fromEntries(Object.entries(filters).map(([name, asked]) => [name, request.query.getAll(asked)])),
      createdOn: request.query.get("created_on") ?? undefined,
    },
  }),
  present: (page, request) =>
    json(paginated(request, page, (pipeline) => presentPipeline(pipeline, page, request.origin))),
  answers: { 200: pageObject(PipelineObject) },
});

const PipelineBody = z.object({
  target: z.object({
    type: z.string().describe("`pipeline_ref_target` or `pipeline_commit_target`"),
    ref_type: z.string().optional(),
    ref_name: z.string().optional(),
    commit: z.object({ hash: z.string() }).optional(),
    selector: z.object({ type: z.enum(selectorTypes), pattern: z.string().optional() }).optional(),
  }),
  variables: z.array(z.object({ key: z.string(), value: z.string(), secured: z.boolean().optional() })).optional(),
});

route({
  method: "POST",
  path: `${ofRepository}/pipelines`,
  name: "createPipelineForRepository",
  operation: startPipeline,
  body: PipelineBody,
  input: (request, { target, variables }) => ({
    ...repositoryOf(request),
    target: {
      type: target.type,
      refType: target.ref_type,
      refName: target.ref_name,
      commit: target.commit?.hash,
      selector: target.selector,
    },
    variables,
  }),
  present: ({ pipeline, ...told }, { origin }) => json(presentPipeline(pipeline, told, origin), 201),
  answers: { 201: PipelineObject },
});

route({
  method: "GET",
  path: onePipeline,
  name: "getPipelineForRepository",
  operation: getPipeline,
  input: named,
  present: ({ pipeline, ...told }, { origin }) => json(presentPipeline(pipeline, told, origin)),
  answers: { 200: PipelineObject },
});

route({
  method: "POST",
  path: `${onePipeline}/stopPipeline`,
  name: "stopPipeline",
  operation: stopPipeline,
  input: named,
  present: () => noContent(),
  answers: { 204: null },
});

route({
  method: "GET",
  path: `${onePipeline}/steps`,
  name: "getPipelineStepsForRepository",
  operation: listPipelineSteps,
  query: PageQuery,
  input: (request) => ({ ...named(request), ...pageOf(request) }),
  present: (page, request) => json(paginated(request, page, presentStep)),
  answers: { 200: pageObject(PipelineStepObject) },
});

route({
  method: "GET",
  path: oneStep,
  name: "getPipelineStepForRepository",
  operation: getPipelineStep,
  input: (request) => ({ ...named(request), step: request.params.step_uuid ?? "" }),
  present: (step) => json(presentStep(step)),
  answers: { 200: PipelineStepObject },
});

route({
  method: "GET",
  path: `${oneStep}/log`,
  name: "getPipelineStepLogForRepository",
  operation: getStepLog,
  input: (request) => ({ ...named(request), step: request.params.step_uuid ?? "" }),
  present: presentLog,
  answers: { 200: null, 206: null, 304: null, 416: null },
});

route({
  method: "GET",
  path: `${oneStep}/logs/{log_uuid}`,
  name: "getPipelineContainerLog",
  operation: getContainerLog,
  input: (request) => ({
    ...named(request),
    step: request.params.step_uuid ?? "",
    log: request.params.log_uuid ?? "",
  }),
  present: presentLog,
  answers: { 200: null, 206: null, 304: null, 416: null },
});

route({
  method: "GET",
  path: `${ofRepository}/pipelines_config`,
  name: "getRepositoryPipelineConfig",
  operation: getPipelineSettings,
  input: repositoryOf,
  present: (settings, { origin }) => json(presentSettings(settings, origin)),
  answers: { 200: PipelineSettingsObject },
});

route({
  method: "PUT",
  path: `${ofRepository}/pipelines_config`,
  name: "updateRepositoryPipelineConfig",
  operation: updatePipelineSettings,
  body: z.object({ enabled: z.boolean() }),
  input: (request, { enabled }) => ({ ...repositoryOf(request), enabled }),
  present: (settings, { origin }) => json(presentSettings(settings, origin)),
  answers: { 200: PipelineSettingsObject },
});

route({
  method: "PUT",
  path: `${ofRepository}/pipelines_config/build_number`,
  name: "updateRepositoryBuildNumber",
  operation: setNextBuildNumber,
  body: z.object({ next: z.int() }),
  input: (request, { next }) => ({ ...repositoryOf(request), next }),
  present: ({ next }) => json({ type: "pipeline_build_number", next }),
  answers: { 200: BuildNumberObject },
});

/** The log, or the part of it that is asked for (RFC 9110, section 14). It is bytes: what a build prints may be anything. */
function presentLog(step: PipelineStep, request: RestRequest): Answer {
  const size = step.logSize;
  const etag = `"${step.id}-${size}"`;
  const bytes = { contentType: "application/octet-stream", headers: { etag, "accept-ranges": "bytes" }, body: "" };
  if (hasCurrent(request.header("if-none-match"), etag)) return { ...bytes, status: 304, contentType: null };
  const condition = request.header("if-range");
  const range = condition === "" || condition === etag ? rangeOf(request.header("range"), size) : null;
  if (range === "unsatisfiable") {
    return { ...bytes, status: 416, headers: { ...bytes.headers, "content-range": `bytes */${size}` } };
  }
  const { start, end } = range ?? { start: 0, end: size };
  const body = { open: async () => streamLog(step, start, end), length: end - start };
  if (range === null) return { ...bytes, status: 200, body };
  return {
    ...bytes,
    status: 206,
    headers: { ...bytes.headers, "content-range": `bytes ${start}-${end - 1}/${size}` },
    body,
  };
}

function named(request: RestRequest) {
  return { ...repositoryOf(request), pipeline: request.params.pipeline_uuid ?? "" };
}
