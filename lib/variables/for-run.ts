import { and, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { variables } from "@/db/schema/variables";
import { openSecret } from "../secret-box";
import { boxPlaceOf, type VariableRow } from "./variable";

/** What a run is given. The values of secured ones have to be kept out of its log. */
export type RunVariable = { key: string; value: string; secured: boolean };

type Run = {
  workspaceId: string;
  repositoryId: string;
  environmentId: string | null;
  /** Whether the runner is the workspace's. One of a repository gets nothing of the workspace's that is secured. */
  runnerOfWorkspace: boolean;
};

/**
 * The variables of a run, by key: those of the workspace, over them those of the repository, over them those of the
 * environment. For the runner that claims the run and for nobody else: nothing but this opens what is secured.
 */
export async function variablesForRun(
  tx: Executor,
  { workspaceId, repositoryId, environmentId, runnerOfWorkspace }: Run,
): Promise<RunVariable[]> {
  const rows = await tx
    .select()
    .from(variables)
    .where(
      and(
        eq(variables.workspaceId, workspaceId),
        or(
          and(isNull(variables.repositoryId), runnerOfWorkspace ? undefined : isNotNull(variables.value)),
          and(
            eq(variables.repositoryId, repositoryId),
            or(
              isNull(variables.environmentId),
              environmentId === null ? undefined : eq(variables.environmentId, environmentId),
            ),
          ),
        ),
      ),
    )
    // From the widest place to the narrowest, so that the last of a key is the one that counts.
    .orderBy(sql`num_nonnulls(${variables.repositoryId}, ${variables.environmentId})`);
  const effective = new Map(rows.map((row) => [row.key, row]));
  return [...effective.values()].map(opened).sort((one, other) => (one.key < other.key ? -1 : 1));
}

function opened(row: VariableRow): RunVariable {
  const { key, value, sealed, keyId } = row;
  if (value !== null) return { key, value, secured: false };
  if (sealed === null || keyId === null) throw new Error(`The variable ${row.id} has no value.`);
  return { key, value: openSecret({ keyId, sealed }, boxPlaceOf(row)), secured: true };
}
