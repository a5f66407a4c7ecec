import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { variables } from "@/db/schema/variables";
import type { Resource } from "../authorization/principal";
import type { Environment } from "../environments/environment";
import { invalid, ok, type Result } from "../errors";
import type { Repository } from "../repositories/find";
import { sealSecret } from "../secret-box";
import type { Workspace } from "../workspaces/find";

/** What may be told of a variable. One without a value is secured: nobody reads it back. */
export type Variable = { id: string; key: string; value: string | null };
export type VariableRow = typeof variables.$inferSelect;

/** Where a variable is, from the widest place to the narrowest: a workspace, a repository, an environment of it. */
export type VariablePlace = Pick<VariableRow, "workspaceId" | "repositoryId" | "environmentId"> & {
  resource: Resource;
  /** The name of the environment, for the log. */
  environment: string | null;
};

export const VariableValues = z.object({
  key: z
    .string()
    .trim()
    .min(1, "Enter a name.")
    .max(255, "Use at most 255 characters.")
    .regex(/^[A-Za-z_]\w*$/, "Use letters, digits and underscores, and no digit at the start."),
  value: z.string().max(32_000, "Use at most 32,000 characters."),
  secured: z.boolean().default(false),
});
export const VariableChanges = VariableValues.extend({ secured: z.boolean() }).partial();

export function inWorkspace({ resource, id }: Workspace): VariablePlace {
  return { resource, workspaceId: id, repositoryId: null, environmentId: null, environment: null };
}

export function inRepository({ resource, workspace, id }: Repository): VariablePlace {
  return { resource, workspaceId: workspace.id, repositoryId: id, environmentId: null, environment: null };
}

export function inEnvironment(repository: Repository, { id, name }: Environment): VariablePlace {
  return { ...inRepository(repository), environmentId: id, environment: name };
}

export function ofPlace({ workspaceId, repositoryId, environmentId }: VariablePlace) {
  return and(
    eq(variables.workspaceId, workspaceId),
    repositoryId === null ? isNull(variables.repositoryId) : eq(variables.repositoryId, repositoryId),
    environmentId === null ? isNull(variables.environmentId) : eq(variables.environmentId, environmentId),
  );
}

export function toVariable({ id, key, value }: VariableRow): Variable {
  return { id, key, value };
}

type Ids = Pick<VariableRow, "id" | "workspaceId" | "repositoryId" | "environmentId">;
type Stored = Pick<VariableRow, "value" | "sealed" | "keyId">;

/** A value as it is kept. Nobody would see that a secured one is empty. */
export function stored(ids: Ids, value: string, secured: boolean): Result<Stored> {
  if (!secured) return ok({ value, sealed: null, keyId: null });
  if (value === "") return invalid("value", "Enter a value: a secured one can’t be empty.");
  return ok({ value: null, ...sealSecret(value, boxPlaceOf(ids)) });
}

/** Where a secured value is sealed for: it opens in no other place, whatever becomes of the row. */
export function boxPlaceOf({ id, workspaceId, repositoryId, environmentId }: Ids): string {
  return `variable ${workspaceId} ${repositoryId} ${environmentId} ${id}`;
}

export function unknownVariable(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Variable ${name.slice(0, 100)}` };
}

export function alreadyThere(key: string) {
  return { code: "conflict" as const, field: "key", message: `There is a variable ${key} here already.` };
}

/** For the log: never the value. */
export function detailsOf({ environment }: VariablePlace, { key, sealed }: VariableRow) {
  return { key, secured: sealed !== null, environment };
}
