import { z } from "zod";
import { claimPipeline } from "@/lib/pipelines/claim";
import { runResults, stepResults, stepStates } from "@/lib/pipelines/pipeline";
import { addStep, appendLog, checkRun, completeRun, openEnvironment, updateStep } from "@/lib/pipelines/report";
import { presentStep } from "@/lib/published/pipeline";
import { presentClaimed, presentRun } from "@/lib/published/runner-report";
import { json, noContent } from "../http/answer";
import { runnerRoute } from "../http/operation-route";
import { UploadError } from "../http/upload";

const StepBody = z.object({
  name: z.string(),
  state: z.enum(stepStates).optional(),
  result: z.enum(stepResults).optional(),
});

runnerRoute({
  method: "POST",
  path: "/claim",
  act: (caller) => claimPipeline(caller),
  input: () => null,
  present: (claimed, { origin }) => (claimed ? json(presentClaimed(claimed, origin)) : noContent()),
});

runnerRoute({
  method: "GET",
  path: "/runs/{run}",
  act: checkRun,
  input: ({ params }) => ({ run: params.run ?? "" }),
  present: (run) => json(presentRun(run)),
});

runnerRoute({
  method: "POST",
  path: "/runs/{run}/variables",
  act: openEnvironment,
  body: z.object({ environment: z.string() }),
  input: ({ params }, body) => ({ run: params.run ?? "", ...body }),
  present: (variables) => json({ variables }),
});

runnerRoute({
  method: "POST",
  path: "/runs/{run}/complete",
  act: completeRun,
  body: z.object({ result: z.enum(runResults), message: z.string().optional() }),
  input: ({ params }, body) => ({ run: params.run ?? "", ...body }),
  present: (run) => json(presentRun(run)),
});

runnerRoute({
  method: "POST",
  path: "/runs/{run}/steps",
  act: addStep,
  body: StepBody,
  input: ({ params }, body) => ({ run: params.run ?? "", ...body }),
  present: (step) => json(presentStep(step), 201),
});

runnerRoute({
  method: "PUT",
  path: "/runs/{run}/steps/{step}",
  act: updateStep,
  body: StepBody.partial(),
  input: ({ params }, body) => ({ run: params.run ?? "", step: params.step ?? "", ...body }),
  present: (step) => json(presentStep(step)),
});

// The bytes as they come, at most 1 MB at once. `offset` may say where they belong.
runnerRoute({
  method: "POST",
  path: "/runs/{run}/steps/{step}/log",
  act: appendLog,
  input: async ({ params, query, body }) => ({
    run: params.run ?? "",
    step: params.step ?? "",
    bytes: await partOf(body),
    offset: query.has("offset") ? Number(query.get("offset") || Number.NaN) : undefined,
  }),
  present: ({ logSize, logCut }) => json({ size: logSize, cut: logCut }),
});

async function partOf(body: () => Promise<Buffer | null>): Promise<Buffer> {
  const bytes = await body();
  if (bytes === null) throw new UploadError(413, "Send at most 1 MB of a log at once.");
  return bytes;
}
