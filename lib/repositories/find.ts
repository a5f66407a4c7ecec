import { and, eq } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { db } from "@/db/client";
import type { BranchingModel } from "@/db/schema/branching-model";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import type { Caller, Resource } from "../authorization/principal";
import { isPossibleName, unbraced } from "../ids";
import { type Project, toProject } from "../projects/find";
import { findWorkspace, type Workspace } from "../workspaces/find";

/** As much of a repository as others name it by. */
export type NamedRepository = {
  resource: Resource & { kind: "repository" };
  workspace: Workspace;
  id: string;
  slug: string;
  name: string;
};

export type Repository = NamedRepository & {
  project: Project;
  /** What it was forked from. Whoever reads this one need not see that one. */
  parent: NamedRepository | null;
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
  const [row] = await selectRepositories().where(
    and(
      eq(repositories.workspaceId, workspace.id),
      id ? eq(repositories.id, id) : eq(repositories.slug, slugOrUuid.toLowerCase()),
    ),
  );
  return row ? repositoryFrom(workspace, row) : null;
}

const parents = alias(repositories, "parent");

/** Repositories, each with its project and what it was forked from. Which of them, and in what order, the caller says. */
export function selectRepositories() {
  return db()
    .select({ repository: repositories, project: projects, parent: parents })
    .from(repositories)
    .innerJoin(
      projects,
      and(eq(projects.workspaceId, repositories.workspaceId), eq(projects.id, repositories.projectId)),
    )
    .leftJoin(parents, and(eq(parents.workspaceId, repositories.workspaceId), eq(parents.id, repositories.parentId)));
}

type Row = typeof repositories.$inferSelect;
type Selected = { repository: Row; project: typeof projects.$inferSelect; parent: Row | null };

export function repositoryFrom(workspace: Workspace, { repository, project, parent }: Selected): Repository {
  return toRepository(toProject(workspace, project), repository, parent && toNamed(workspace, parent));
}

export function toRepository(project: Project, row: Row, parent: NamedRepository | null = null): Repository {
  return {
    ...toNamed(project.workspace, row),
    project,
    parent,
    description: row.description,
    mainBranch: row.mainBranch,
    branchingModel: row.branchingModel,
    size: row.size,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    pushedAt: row.pushedAt,
  };
}

export function toNamed(workspace: Workspace, { id, projectId, slug, name }: Row): NamedRepository {
  return {
    resource: { kind: "repository", workspaceId: workspace.id, projectId, repositoryId: id },
    workspace,
    id,
    slug,
    name,
  };
}
