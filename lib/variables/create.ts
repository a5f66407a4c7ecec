import { count } from "drizzle-orm";
import type { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { variables } from "@/db/schema/variables";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { NamedEnvironment, requireEnvironment, unknownEnvironment } from "../environments/environment";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { operation } from "../operation";
import { holdOwner } from "../repositories/hold";
import { namedWorkspace, WorkspaceInput } from "../workspaces/named";
import {
  alreadyThere,
  detailsOf,
  inEnvironment,
  inRepository,
  inWorkspace,
  ofPlace,
  stored,
  toVariable,
  type Variable,
  type VariablePlace,
  VariableValues,
} from "./variable";

/** So that all that one run is given fits into memory, and into what a process may be started with. */
const mostOfPlace = 100;

export const createWorkspaceVariable = operation({
  name: "createPipelineVariableForWorkspace",
  scope: "pipeline:variable",
  input: WorkspaceInput.extend(VariableValues.shape),
  ...namedWorkspace,
  run: ({ caller, input, found }) => create(caller, inWorkspace(found), input),
});

export const createRepositoryVariable = operation({
  name: "createRepositoryPipelineVariable",
  scope: "pipeline:variable",
  input: RepositoryInput.extend(VariableValues.shape),
  ...namedRepository,
  run: ({ caller, input, found }) => create(caller, inRepository(found), input),
});

export const createEnvironmentVariable = operation({
  name: "createDeploymentVariable",
  scope: "pipeline:variable",
  input: NamedEnvironment.extend(VariableValues.shape),
  ...namedRepository,
  run: async ({ caller, input, found }) => {
    const environment = await requireEnvironment(found, input.environment);
    return environment.ok ? create(caller, inEnvironment(found, environment.value), input) : environment;
  },
});

async function create(
  caller: Caller,
  place: VariablePlace,
  { key, value, secured }: z.output<typeof VariableValues>,
): Promise<Result<Variable>> {
  const { workspaceId, repositoryId, environmentId, resource } = place;
  const ids = { id: newId(), workspaceId, repositoryId, environmentId };
  const kept = stored(ids, value, secured);
  if (!kept.ok) return kept;
  try {
    return await db().transaction(async (tx): Promise<Result<Variable>> => {
      const gone = await holdOwner(tx, place);
      if (gone) return fail(gone);
      const [counted] = await tx.select({ total: count() }).from(variables).where(ofPlace(place));
      if ((counted?.total ?? 0) >= mostOfPlace) {
        return fail({ code: "conflict", message: `There are ${mostOfPlace} variables here. Delete one first.` });
      }
      const now = new Date();
      const row = { ...ids, key, ...kept.value, createdAt: now, updatedAt: now };
      await tx.insert(variables).values(row);
      await recordAudit(tx, caller, { action: "variable.created", resource, details: detailsOf(place, row) });
      return ok(toVariable(row));
    });
  } catch (error) {
    switch (violatedConstraint(error)) {
      case "variables_key_key":
        return fail(alreadyThere(key));
      // It was deleted meanwhile.
      case "variables_environment_fkey":
        return fail(unknownEnvironment(place.environment ?? ""));
      default:
        throw error;
    }
  }
}
