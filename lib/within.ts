import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import type { Owner } from "./authorization/principal";

/** The condition that a repository of the workspace lies in one of the parts that `reach` named. */
export function repositoriesWithin(workspaceId: string, within: readonly Owner[]): SQL | undefined {
  const inWorkspace = eq(repositories.workspaceId, workspaceId);
  if (within.some((owner) => owner.kind === "workspace")) return inWorkspace;
  return and(inWorkspace, anyOf(inProjects(within, repositories.projectId), inRepositories(within)));
}

/** The condition that a project of the workspace lies in one of the parts that `reach` named. */
export function projectsWithin(workspaceId: string, within: readonly Owner[]): SQL | undefined {
  const inWorkspace = eq(projects.workspaceId, workspaceId);
  if (within.some((owner) => owner.kind === "workspace")) return inWorkspace;
  return and(inWorkspace, anyOf(inProjects(within, projects.id)));
}

function inProjects(within: readonly Owner[], column: typeof projects.id | typeof repositories.projectId) {
  const ids = within.flatMap((owner) => (owner.kind === "project" ? [owner.projectId] : []));
  return ids.length > 0 ? inArray(column, ids) : undefined;
}

function inRepositories(within: readonly Owner[]) {
  const ids = within.flatMap((owner) => (owner.kind === "repository" ? [owner.repositoryId] : []));
  return ids.length > 0 ? inArray(repositories.id, ids) : undefined;
}

/** Any of the conditions; none given means nothing matches. */
function anyOf(...conditions: (SQL | undefined)[]): SQL {
  return or(...conditions) ?? sql`false`;
}
