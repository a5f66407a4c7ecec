import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { variables } from "@/db/schema/variables";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { NamedEnvironment, requireEnvironment } from "../environments/environment";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import { operation } from "../operation";
import { namedWorkspace, WorkspaceInput } from "../workspaces/named";
import {
  detailsOf,
  inEnvironment,
  inRepository,
  inWorkspace,
  ofPlace,
  unknownVariable,
  type VariablePlace,
} from "./variable";

const named = { variable: z.string() };

export const deleteWorkspaceVariable = operation({
  name: "deletePipelineVariableForWorkspace",
  scope: "pipeline:variable",
  input: WorkspaceInput.extend(named),
  ...namedWorkspace,
  run: ({ caller, input, found }) => remove(caller, inWorkspace(found), input.variable),
});

export const deleteRepositoryVariable = operation({
  name: "deleteRepositoryPipelineVariable",
  scope: "pipeline:variable",
  input: RepositoryInput.extend(named),
  ...namedRepository,
  run: ({ caller, input, found }) => remove(caller, inRepository(found), input.variable),
});

export const deleteEnvironmentVariable = operation({
  name: "deleteDeploymentVariable",
  scope: "pipeline:variable",
  input: NamedEnvironment.extend(named),
  ...namedRepository,
  run: async ({ caller, input, found }) => {
    const environment = await requireEnvironment(found, input.environment);
    return environment.ok ? remove(caller, inEnvironment(found, environment.value), input.variable) : environment;
  },
});

async function remove(caller: Caller, place: VariablePlace, name: string): Promise<Result<null>> {
  const id = namedId(name);
  if (!id) return fail(unknownVariable(name));
  return await db().transaction(async (tx): Promise<Result<null>> => {
    const [row] = await tx
      .delete(variables)
      .where(and(ofPlace(place), eq(variables.id, id)))
      .returning();
    if (!row) return fail(unknownVariable(name));
    await recordAudit(tx, caller, {
      action: "variable.deleted",
      resource: place.resource,
      details: detailsOf(place, row),
    });
    return ok(null);
  });
}
