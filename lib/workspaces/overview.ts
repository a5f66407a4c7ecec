import { and, asc, count, eq, isNotNull, isNull } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { can, reach, sees } from "../authorization/can";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { type Project, toProject } from "../projects/find";
import { type Repository, toRepository } from "../repositories/find";
import { repositoriesWithin } from "../within";
import { findWorkspace, type Workspace } from "./find";

export type RepositorySummary = Repository & {
  /** Live tokens of the repository itself; null for who may not list them. */
  tokenCount: number | null;
};
type ProjectSummary = Project & {
  /** Whether the project itself may be opened, beyond some of its repositories. */
  visible: boolean;
  repositories: RepositorySummary[];
};
type WorkspaceOverview = { workspace: Workspace; projects: ProjectSummary[]; memberCount: number };

/** The projects and repositories of a workspace that the person may read, by name. */
export const workspaceOverview = operation({
  name: "workspaces.overview",
  scope: "workspace",
  input: z.object({ workspace: z.string() }),
  find: ({ workspace }) => findWorkspace(workspace),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ caller, found }): Promise<Result<WorkspaceOverview>> => {
    const within = reach(caller.principal, "repository", found.resource);
    const [projectRows, repositoryRows, tokenRows, [members]] = await Promise.all([
      db().select().from(projects).where(eq(projects.workspaceId, found.id)).orderBy(asc(projects.name)),
      db().select().from(repositories).where(repositoriesWithin(found.id, within)).orderBy(asc(repositories.slug)),
      db()
        .select({ repositoryId: accessTokens.repositoryId, total: count() })
        .from(accessTokens)
        .where(
          and(
            eq(accessTokens.workspaceId, found.id),
            isNotNull(accessTokens.repositoryId),
            isNull(accessTokens.revokedAt),
          ),
        )
        .groupBy(accessTokens.repositoryId),
      db().select({ total: count() }).from(memberships).where(eq(memberships.workspaceId, found.id)),
    ]);
    const tokens = new Map(tokenRows.map((row) => [row.repositoryId, row.total]));
    const summaries = projectRows.map((row): ProjectSummary => {
      const project = toProject(found, row);
      return {
        ...project,
        visible: sees(caller.principal, project.resource),
        repositories: repositoryRows
          .filter((repository) => repository.projectId === row.id)
          .map((repositoryRow) => {
            const repository = toRepository(project, repositoryRow);
            const mayList = can(caller.principal, "access_token", repository.resource);
            return { ...repository, tokenCount: mayList ? (tokens.get(repository.id) ?? 0) : null };
          }),
      };
    });
    return ok({
      workspace: found,
      projects: summaries.filter((project) => project.visible || project.repositories.length > 0),
      memberCount: members?.total ?? 0,
    });
  },
});
