import { braced } from "@/lib/ids";
import { claimPipeline } from "@/lib/pipelines/claim";
import { addStep, appendLog } from "@/lib/pipelines/report";
import { startPipeline } from "@/lib/pipelines/start";
import { issuedRunner } from "../runners";
import { type Calls, type CallWorld, namesOf } from "./calls";

const onMain = { type: "pipeline_ref_target", ref_type: "branch", ref_name: "main" };

export const pipelineCalls: Calls = {
  getPipelinesForRepository: () => ({}),
  createPipelineForRepository: () => ({
    body: { target: onMain, variables: [{ key: "WHO", value: "a call", secured: true }] },
  }),
  getPipelineForRepository: async (world) => ({ params: { pipeline_uuid: braced(await started(world)) } }),
  stopPipeline: async (world) => ({ params: { pipeline_uuid: braced(await started(world)) } }),
  getPipelineStepsForRepository: async (world) => ({ params: { pipeline_uuid: braced(await started(world)) } }),
  getPipelineStepForRepository: async (world) => ({ params: await logged(world) }),
  getPipelineStepLogForRepository: async (world) => ({ params: await logged(world) }),
  getPipelineContainerLog: async (world) => {
    const params = await logged(world);
    return { params: { ...params, log_uuid: params.step_uuid } };
  },
  getRepositoryPipelineConfig: () => ({}),
  updateRepositoryPipelineConfig: () => ({ body: { enabled: true } }),
  updateRepositoryBuildNumber: () => ({ body: { next: 1_000 } }),
};

async function started({ admin, repository }: CallWorld): Promise<string> {
  const target = { type: "pipeline_ref_target", refType: "branch", refName: "main" };
  const made = await startPipeline(admin, { ...namesOf(repository), target });
  if (!made.ok) throw new Error("The pipeline was not started.");
  return made.value.pipeline.id;
}

/** A run that a runner has taken, with a step and what it printed. */
async function logged(world: CallWorld): Promise<{ pipeline_uuid: string; step_uuid: string }> {
  await started(world);
  const runner = await issuedRunner(world.repository);
  const claimed = await claimPipeline(runner);
  if (!claimed.ok || !claimed.value) throw new Error("The pipeline was not claimed.");
  const run = claimed.value.run.id;
  const step = await addStep(runner, { run, name: "Build", state: "IN_PROGRESS" });
  if (!step.ok) throw new Error("The step was not added.");
  await appendLog(runner, { run, step: step.value.id, bytes: Buffer.from("Done.\n") });
  return { pipeline_uuid: braced(run), step_uuid: braced(step.value.id) };
}
