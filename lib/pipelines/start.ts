import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { pipelineStartVariables, pipelines } from "@/db/schema/pipelines";
import { actorOf } from "../actors/actor";
import { recordAudit } from "../audit/record";
import { invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { takeNumber } from "../repositories/take-number";
import { sealSecret } from "../secret-box";
import { VariableValues } from "../variables/variable";
import { emitPipeline } from "./emit";
import { type Pipeline, type PipelinesIn, toldOf } from "./pipeline";
import { startVariablePlace } from "./run-variables";
import { pipelinesEnabled } from "./settings";
import { resolveTarget, TargetInput } from "./target";

/** So that a list of runs, and what webhooks are sent of them, stay small. */
const mostValueBytes = 32 * 1024;

type StartVariable = z.output<typeof VariableValues>;

/** Has something run: a runner takes it when one is free. */
export const startPipeline = operation({
  name: "createPipelineForRepository",
  scope: "pipeline:write",
  input: RepositoryInput.extend({
    target: TargetInput,
    variables: z
      .array(VariableValues)
      .max(100, "Give at most 100 variables.")
      .refine((all) => new Set(all.map(({ key }) => key)).size === all.length, "Give each variable once.")
      .refine((all) => bytesOf(all) <= mostValueBytes, "Give at most 32 KB of values in all.")
      .default([]),
  }),
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<PipelinesIn<{ pipeline: Pipeline }>>> => {
    const target = await resolveTarget(found.id, input.target);
    if (!target.ok) return target;
    const creator = actorOf(caller.principal);
    return db().transaction(async (tx) => {
      if (!(await pipelinesEnabled(found, tx)))
        return invalid("form", "Pipelines are switched off for this repository.");
      const pipeline: Pipeline = {
        id: newId(),
        workspaceId: found.workspace.id,
        repositoryId: found.id,
        buildNumber: await takeNumber(tx, found, "pipeline"),
        state: "pending",
        result: null,
        problem: null,
        ...target.value,
        creatorKind: creator.kind,
        creatorId: creator.id,
        runnerId: null,
        createdAt: new Date(),
        startedAt: null,
        heardAt: null,
        completedAt: null,
      };
      await tx.insert(pipelines).values(pipeline);
      await insertVariables(tx, pipeline, input.variables);
      await emitPipeline(tx, creator, found, pipeline);
      await recordAudit(tx, caller, {
        action: "pipeline.started",
        resource: found.resource,
        details: {
          number: pipeline.buildNumber,
          commit: pipeline.commit,
          ref: pipeline.refName,
          variables: input.variables.map(({ key }) => key),
        },
      });
      return ok(await toldOf(found, [pipeline], { pipeline }, tx));
    });
  },
});

function bytesOf(given: readonly StartVariable[]): number {
  return given.reduce((sum, { value }) => sum + Buffer.byteLength(value), 0);
}

async function insertVariables(tx: Executor, run: Pipeline, given: readonly StartVariable[]): Promise<void> {
  if (given.length === 0) return;
  await tx.insert(pipelineStartVariables).values(
    given.map(({ key, value, secured }) => {
      const ids = { id: newId(), workspaceId: run.workspaceId, pipelineId: run.id };
      const kept = secured
        ? { value: null, ...sealSecret(value, startVariablePlace(ids)) }
        : { value, sealed: null, keyId: null };
      return { ...ids, key, ...kept };
    }),
  );
}
