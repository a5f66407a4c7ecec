import type { ClaimedPipeline } from "../pipelines/claim";
import type { Pipeline } from "../pipelines/pipeline";
import { presentTarget } from "./pipeline";
import { condensedRepository } from "./repository";
import { uuidOf } from "./values";

// What runners are told. The published API has nothing like it.

/** A run that a runner has taken, with all that it takes to run it. Holds secrets: nothing may keep it on the way. */
export function presentClaimed({ run, repository, variables }: ClaimedPipeline, origin: string) {
  const condensed = condensedRepository(repository, origin);
  return {
    ...presentRun(run),
    repository: condensed,
    target: presentTarget(run, repository, origin),
    clone_url: `${condensed.links.html.href}.git`,
    variables,
  };
}

export function presentRun(run: Pipeline) {
  return {
    uuid: uuidOf(run),
    build_number: run.buildNumber,
    state: run.state.toUpperCase(),
    ...(run.result === null ? {} : { result: run.result }),
  };
}
