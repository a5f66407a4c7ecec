import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { BranchingModel } from "@/db/schema/branching-model";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import type { Caller, Resource } from "../authorization/principal";
import { isPossibleName, unbraced } from "../ids";
import { type Project, toProject } from "../projects/find";
import { findWorkspace, type Workspace } from "../workspaces/find";

export type Repository = {
  resource: Resource & { kind: "repository" };
  workspace: Workspace;
  project: Project;
  id: string;
  slug: string;
  name: string;
  description: string;
  mainBranch: string;
  /** Its own; see `effectiveModel`. */
  branchingModel: BranchingModel | null;
  size: number;
  createdAt: Date;
  updatedAt: Date;
  pushedAt: Date | null;
};

/** The repository of that slug, or of that `{uuid}`, in the workspace. Says nothing of who may see it. */
export async function findRepository(
  workspaceName: string,
  slugOrUuid: string,
  caller?: Caller,
): Promise<Repository | null> {
  const workspace = await findWorkspace(workspaceName, caller);
  if (!workspace) return null;
  const id = unbraced(slugOrUuid);
  if (!id && !isPossibleName(slugOrUuid)) return null;
  const [row] = await db()
    .select({ repository: repositories, project: projects })
    .from(repositories)
    .innerJoin(
      projects,
      and(eq(projects.workspaceId, repositories.workspaceId), eq(projects.id, repositories.projectId)),
    )
    .where(
      and(
        eq(repositories.workspaceId, workspace.id),
        id ? eq(repositories.id, id) : eq(repositories.slug, slugOrUuid.toLowerCase()),
      ),
    );
  return row ? toRepository(toProject(workspace, row.project), row.repository) : null;
}

export function toRepository(project: Project, row: typeof repositories.$inferSelect): Repository {
  return {
    resource: { kind: "repository", workspaceId: project.workspace.id, projectId: project.id, repositoryId: row.id },
    workspace: project.workspace,
    project,
    id: row.id,
    slug: row.slug,
    name: row.name,
    description: row.description,
    mainBranch: row.mainBranch,
    branchingModel: row.branchingModel,
    size: row.size,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    pushedAt: row.pushedAt,
  };
}
