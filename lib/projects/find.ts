import { and, asc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { BranchingModel } from "@/db/schema/branching-model";
import { projects } from "@/db/schema/projects";
import { reach } from "../authorization/can";
import type { Caller, Resource } from "../authorization/principal";
import type { Scope } from "../authorization/scopes";
import { isPossibleName, unbraced } from "../ids";
import { projectsWithin } from "../within";
import { findWorkspace, type Workspace } from "../workspaces/find";

export type Project = {
  resource: Resource & { kind: "project" };
  workspace: Workspace;
  id: string;
  key: string;
  name: string;
  description: string;
  branchingModel: BranchingModel | null;
  createdAt: Date;
  updatedAt: Date;
};

/** The project of that key, or of that `{uuid}`, in the workspace. Says nothing of who may see it. */
export async function findProject(workspaceName: string, keyOrUuid: string, caller?: Caller): Promise<Project | null> {
  const workspace = await findWorkspace(workspaceName, caller);
  if (!workspace) return null;
  const id = unbraced(keyOrUuid);
  if (!id && !isPossibleName(keyOrUuid)) return null;
  const [row] = await db()
    .select()
    .from(projects)
    .where(
      and(eq(projects.workspaceId, workspace.id), id ? eq(projects.id, id) : eq(projects.key, keyOrUuid.toUpperCase())),
    );
  return row ? toProject(workspace, row) : null;
}

/** The oldest project of the workspace on which the caller holds the scope. */
export async function findOldestProject(workspaceName: string, scope: Scope, caller: Caller): Promise<Project | null> {
  const workspace = await findWorkspace(workspaceName, caller);
  if (!workspace) return null;
  const held = reach(caller.principal, scope, workspace.resource);
  // Whoever holds it nowhere is told what they lack, on a project that they have something to do with.
  const within = held.length > 0 ? held : caller.principal.access.map(({ resource }) => resource);
  const [row] = await db()
    .select()
    .from(projects)
    .where(projectsWithin(workspace.id, within))
    .orderBy(asc(projects.createdAt), asc(projects.id))
    .limit(1);
  return row ? toProject(workspace, row) : null;
}

export function toProject(workspace: Workspace, row: typeof projects.$inferSelect): Project {
  return {
    resource: { kind: "project", workspaceId: workspace.id, projectId: row.id },
    workspace,
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    branchingModel: row.branchingModel,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
