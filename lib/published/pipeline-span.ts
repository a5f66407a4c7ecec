import type { Pipeline, PipelineStep } from "../pipelines/pipeline";
import type { Repository } from "../repositories/find";
import { secondsOf } from "./pipeline";
import { condensedRepository } from "./repository";
import { uuidOf } from "./values";

/**
 * A run that has ended, and its steps, as OpenTelemetry writes traces in JSON, with the published names of spans and
 * attributes. Of one that hasn't ended there is no span.
 */
export function presentSpans(
  run: Pipeline,
  steps: readonly PipelineStep[],
  repository: Repository,
  origin: string,
): object[] {
  if (!run.completedAt) return [];
  // 32 digits name a trace, 16 a span: the ids of what they are about, so that they stay the same.
  const trace = { traceId: digitsOf(run) };
  const root = { ...trace, spanId: digitsOf(run).slice(16) };
  const ofRun = {
    ...root,
    name: "bbc.pipeline_run",
    kind: 1,
    ...between(run.startedAt ?? run.createdAt, run.completedAt),
    attributes: attributes({
      "pipeline.uuid": uuidOf(run),
      "pipeline_run.uuid": uuidOf(run),
      "pipeline.build_number": String(run.buildNumber),
      "pipeline_run.run_number": "1",
      "pipeline.account.uuid": uuidOf(repository.workspace),
      "pipeline.repository.uuid": uuidOf(repository),
      "pipeline.repository.full_name": condensedRepository(repository, origin).full_name,
      "pipeline.target.ref_type": run.refType?.toUpperCase(),
      "pipeline.target.ref_name": run.refName ?? undefined,
      "pipeline.target.commit.hash": run.commit,
      "pipeline.trigger.name": "MANUAL",
      "pipeline.state.name": "COMPLETED",
      "pipeline.state.result.name": resultName(run.result),
    }),
  };
  const ofSteps = steps.flatMap((step) => {
    if (!step.startedAt || !step.completedAt) return [];
    return {
      ...trace,
      spanId: digitsOf(step).slice(16),
      parentSpanId: root.spanId,
      name: "bbc.step",
      kind: 1,
      ...between(step.startedAt, step.completedAt),
      attributes: attributes({
        "step.uuid": uuidOf(step),
        "step.name": step.name,
        "step.state.name": "COMPLETED",
        "step.state.result.name": resultName(step.result),
        "step.duration_in_seconds": String(secondsOf(step)),
      }),
    };
  });
  return [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: "latchkey" }, spans: [ofRun, ...ofSteps] }] }];
}

function digitsOf({ id }: { id: string }): string {
  return id.replaceAll("-", "");
}

function between(start: Date, end: Date) {
  return { startTimeUnixNano: nanoseconds(start), endTimeUnixNano: nanoseconds(end) };
}

function nanoseconds(moment: Date): string {
  return `${moment.getTime()}000000`;
}

function attributes(values: Readonly<Record<string, string | undefined>>) {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: { stringValue: value } }],
  );
}

/** The published traces call a success by another name than the API does. */
function resultName(result: string | null): string | undefined {
  return result === "SUCCESSFUL" ? "COMPLETE" : (result ?? undefined);
}
