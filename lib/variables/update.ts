import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { violatedConstraint } from "@/db/connection-errors";
import { variables } from "@/db/schema/variables";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { NamedEnvironment, requireEnvironment } from "../environments/environment";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import { operation } from "../operation";
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
  unknownVariable,
  type Variable,
  VariableChanges,
  type VariablePlace,
  type VariableRow,
} from "./variable";

const Changes = VariableChanges.extend({ variable: z.string() });
type Changes = z.output<typeof Changes>;

/** Changes what is given; what isn't stays. */
export const updateWorkspaceVariable = operation({
  name: "updatePipelineVariableForWorkspace",
  scope: "pipeline:variable",
  input: WorkspaceInput.extend(Changes.shape),
  ...namedWorkspace,
  run: ({ caller, input, found }) => update(caller, inWorkspace(found), input),
});

/** Changes what is given; what isn't stays. */
export const updateRepositoryVariable = operation({
  name: "updateRepositoryPipelineVariable",
  scope: "pipeline:variable",
  input: RepositoryInput.extend(Changes.shape),
  ...namedRepository,
  run: ({ caller, input, found }) => update(caller, inRepository(found), input),
});

/** Changes what is given; what isn't stays. */
export const updateEnvironmentVariable = operation({
  name: "updateDeploymentVariable",
  scope: "pipeline:variable",
  input: NamedEnvironment.extend(Changes.shape),
  ...namedRepository,
  run: async ({ caller, input, found }) => {
    const environment = await requireEnvironment(found, input.environment);
    return environment.ok ? update(caller, inEnvironment(found, environment.value), input) : environment;
  },
});

async function update(caller: Caller, place: VariablePlace, changes: Changes): Promise<Result<Variable>> {
  const id = namedId(changes.variable);
  if (!id) return fail(unknownVariable(changes.variable));
  const named = and(ofPlace(place), eq(variables.id, id));
  try {
    return await db().transaction(async (tx): Promise<Result<Variable>> => {
      // Held: what is decided by what it was must still be so when it's written.
      const [known] = await tx.select().from(variables).where(named).for("update");
      if (!known) return fail(unknownVariable(changes.variable));
      const kept = valueAfter(known, changes);
      if (!kept.ok) return kept;
      const changed = { key: changes.key ?? known.key, ...kept.value, updatedAt: new Date() };
      await tx.update(variables).set(changed).where(named);
      const row = { ...known, ...changed };
      await recordAudit(tx, caller, {
        action: "variable.updated",
        resource: place.resource,
        details: { ...detailsOf(place, row), key_before: known.key, new_value: changes.value !== undefined },
      });
      return ok(toVariable(row));
    });
  } catch (error) {
    if (violatedConstraint(error) !== "variables_key_key") throw error;
    return fail(alreadyThere(changes.key ?? ""));
  }
}

/** What there is to store. A secured value is never opened, so that it shows again only where it is sent again. */
function valueAfter(known: VariableRow, { value, secured }: Changes): ReturnType<typeof stored> {
  const wasSecured = known.sealed !== null;
  const becomesSecured = secured ?? wasSecured;
  if (value !== undefined) return stored(known, value, becomesSecured);
  if (wasSecured === becomesSecured) return ok({ value: known.value, sealed: known.sealed, keyId: known.keyId });
  return known.value === null
    ? invalid("value", "Enter a new value: the secured one is never shown again.")
    : stored(known, known.value, true);
}
