import { asc } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { pipelineSteps } from "@/db/schema/pipelines";
import type { Actor } from "../actors/actor";
import { ownOrigin } from "../env";
import { emitEvent } from "../events/emit";
import { presentPipeline } from "../published/pipeline";
import { presentSpans } from "../published/pipeline-span";
import type { Repository } from "../repositories/find";
import { type Pipeline, stepsOf, toldOf } from "./pipeline";

/** Tells webhooks of a run that was started, or has ended; the latter with its spans. */
export async function emitPipeline(
  tx: Executor,
  actor: Actor | null,
  repository: Repository,
  run: Pipeline,
): Promise<void> {
  await emitEvent(tx, actor, {
    key: "pipeline:span_created",
    workspaceId: repository.workspace.id,
    repository,
    payload: async () => {
      const steps = await tx.select().from(pipelineSteps).where(stepsOf(run)).orderBy(asc(pipelineSteps.id));
      return {
        pipeline: presentPipeline(run, await toldOf(repository, [run], {}, tx), ownOrigin),
        resourceSpans: presentSpans(run, steps, repository, ownOrigin),
      };
    },
  });
}
