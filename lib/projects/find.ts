import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import type { Caller, Resource } from "../authorization/principal";
import { isPossibleName, unbraced } from "../ids";
import { findWorkspace, type Workspace } from "../workspaces/find";

export type Project = {
  resource: Resource & { kind: "project" };
  workspace: Workspace;
  id: string;
  key: string;
  name: string;
  description: string;
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

export function toProject(workspace: Workspace, row: typeof projects.$inferSelect): Project {
  return {
    resource: { kind: "project", workspaceId: workspace.id, projectId: row.id },
    workspace,
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
