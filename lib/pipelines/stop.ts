import { db } from "@/db/client";
import { invalid, ok, type Result } from "../errors";
import { namedRepository } from "../git-content/repository-input";
import { operation } from "../operation";
import { completePipeline, holdUnfinished } from "./complete";
import { PipelineInput, requirePipeline } from "./pipeline";

/** Ends a run now. Its runner hears of it at its next word. */
export const stopPipeline = operation({
  name: "stopPipeline",
  scope: "pipeline:write",
  input: PipelineInput,
  ...namedRepository,
  run: async ({ caller, input, found }): Promise<Result<null>> => {
    const known = await requirePipeline(found, input.pipeline);
    if (!known.ok) return known;
    return db().transaction(async (tx) => {
      const run = await holdUnfinished(tx, known.value);
      if (!run) return invalid("pipeline", "It has ended already.");
      const ending = { result: "STOPPED", action: "pipeline.stopped", at: new Date() } as const;
      await completePipeline(tx, caller, { run, repository: found, ending });
      return ok(null);
    });
  },
});
