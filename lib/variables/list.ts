import { and, asc, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { variables } from "@/db/schema/variables";
import { NamedEnvironment, requireEnvironment } from "../environments/environment";
import { fail, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { namedId } from "../ids";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { namedWorkspace, WorkspaceInput } from "../workspaces/named";
import {
  inEnvironment,
  inRepository,
  inWorkspace,
  ofPlace,
  toVariable,
  unknownVariable,
  type Variable,
  type VariablePlace,
} from "./variable";

export const listWorkspaceVariables = operation({
  name: "getPipelineVariablesForWorkspace",
  scope: "pipeline",
  input: PageInput.extend(WorkspaceInput.shape),
  ...namedWorkspace,
  run: ({ input, found }) => list(inWorkspace(found), input),
});

export const listRepositoryVariables = operation({
  name: "getRepositoryPipelineVariables",
  scope: "pipeline",
  input: PageInput.extend(RepositoryInput.shape),
  ...namedRepository,
  run: ({ input, found }) => list(inRepository(found), input),
});

export const listEnvironmentVariables = operation({
  name: "getDeploymentVariables",
  scope: "pipeline",
  input: PageInput.extend(NamedEnvironment.shape),
  ...namedRepository,
  run: async ({ input, found }) => {
    const environment = await requireEnvironment(found, input.environment);
    return environment.ok ? list(inEnvironment(found, environment.value), input) : environment;
  },
});

export const getWorkspaceVariable = operation({
  name: "getPipelineVariableForWorkspace",
  scope: "pipeline",
  input: WorkspaceInput.extend({ variable: z.string() }),
  ...namedWorkspace,
  run: ({ input, found }) => get(inWorkspace(found), input.variable),
});

export const getRepositoryVariable = operation({
  name: "getRepositoryPipelineVariable",
  scope: "pipeline",
  input: RepositoryInput.extend({ variable: z.string() }),
  ...namedRepository,
  run: ({ input, found }) => get(inRepository(found), input.variable),
});

async function list(
  place: VariablePlace,
  { page, pageLength }: z.output<typeof PageInput>,
): Promise<Result<Page<Variable>>> {
  const [counted] = await db().select({ total: count() }).from(variables).where(ofPlace(place));
  const rows = await db()
    .select()
    .from(variables)
    .where(ofPlace(place))
    .orderBy(asc(variables.key))
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  return ok({ items: rows.map(toVariable), total: counted?.total ?? 0, page, pageLength });
}

async function get(place: VariablePlace, name: string): Promise<Result<Variable>> {
  const id = namedId(name);
  if (!id) return fail(unknownVariable(name));
  const [row] = await db()
    .select()
    .from(variables)
    .where(and(ofPlace(place), eq(variables.id, id)));
  return row ? ok(toVariable(row)) : fail(unknownVariable(name));
}
