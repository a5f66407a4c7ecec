import { and, eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { pipelineStartVariables } from "@/db/schema/pipelines";
import type { RunnerPrincipal } from "../authorization/principal";
import { log } from "../log";
import { openSecret, UnopenableSecret } from "../secret-box";
import { type RunVariable, variablesForRun } from "../variables/for-run";
import type { Pipeline } from "./pipeline";

type StartVariable = typeof pipelineStartVariables.$inferSelect;

/** What is said where a run can't be given its variables. */
export const unopenedVariable = "A secured variable can’t be opened. Set its value again.";

/**
 * All that a run is given, by key: what is kept for all runs, and over it what this one was started with. With the values
 * of secured ones: for the runner that takes the run, and for nobody else. Null where one can't be opened: the log says why.
 */
export async function openedOrNull(
  tx: Executor,
  run: Pipeline,
  runner: RunnerPrincipal,
  environmentId: string | null = null,
): Promise<RunVariable[] | null> {
  try {
    return await openVariablesOf(tx, run, runner, environmentId);
  } catch (error) {
    if (!(error instanceof UnopenableSecret)) throw error;
    log.error({ pipeline: run.id, error }, "a secured variable of a pipeline can't be opened");
    return null;
  }
}

async function openVariablesOf(
  tx: Executor,
  run: Pipeline,
  runner: RunnerPrincipal,
  environmentId: string | null,
): Promise<RunVariable[]> {
  const { workspaceId, repositoryId } = run;
  const kept = await variablesForRun(tx, {
    workspaceId,
    repositoryId,
    environmentId,
    runnerOfWorkspace: runner.repositoryId === null,
  });
  const given = await tx
    .select()
    .from(pipelineStartVariables)
    .where(and(eq(pipelineStartVariables.workspaceId, workspaceId), eq(pipelineStartVariables.pipelineId, run.id)));
  const effective = new Map([...kept, ...given.map(opened)].map((variable) => [variable.key, variable]));
  return [...effective.values()].sort((one, other) => (one.key < other.key ? -1 : 1));
}

function opened(row: StartVariable): RunVariable {
  const { key, value, sealed, keyId } = row;
  if (value !== null) return { key, value, secured: false };
  if (sealed === null || keyId === null) throw new Error(`The variable ${row.id} has no value.`);
  return { key, value: openSecret({ keyId, sealed }, startVariablePlace(row)), secured: true };
}

/** Where a secured value is sealed for: it opens for no other run. */
export function startVariablePlace({
  id,
  workspaceId,
  pipelineId,
}: Pick<StartVariable, "id" | "workspaceId" | "pipelineId">): string {
  return `pipeline ${workspaceId} ${pipelineId} ${id}`;
}
