import { and, asc, count, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { ok, type Result } from "../errors";
import { listOperation } from "../operation";
import { type Page, PageInput } from "../page";
import { toProject } from "../projects/find";
import { repositoriesWithin } from "../within";
import { findWorkspace } from "../workspaces/find";
import { type Repository, toRepository } from "./find";

/** The repositories of the workspace that the principal may read, by slug; of one project where its id or key is given. */
export const listRepositories = listOperation({
  name: "repositories.list",
  scope: "repository",
  input: PageInput.extend({
    workspace: z.string(),
    projectId: z.uuid().optional(),
    /** In the published query language, of which this much is understood: `project.key="KEY"`. */
    q: z
      .string()
      .transform((query, context) => {
        const key = /^\s*project\.key\s*=\s*"([^"]*)"\s*$/.exec(query)?.[1];
        if (key === undefined) context.addIssue('Only a query such as project.key="KEY" is understood here.');
        return key;
      })
      .optional(),
  }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ input, found, within }): Promise<Result<Page<Repository>>> => {
    const condition = and(
      repositoriesWithin(found.id, within),
      input.projectId === undefined ? undefined : eq(repositories.projectId, input.projectId),
      input.q === undefined ? undefined : inArray(repositories.projectId, idOfProject(found.id, input.q)),
    );
    const [counted] = await db().select({ total: count() }).from(repositories).where(condition);
    const rows = await db()
      .select({ repository: repositories, project: projects })
      .from(repositories)
      .innerJoin(
        projects,
        and(eq(projects.workspaceId, repositories.workspaceId), eq(projects.id, repositories.projectId)),
      )
      .where(condition)
      .orderBy(asc(repositories.slug))
      .limit(input.pageLength)
      .offset((input.page - 1) * input.pageLength);
    return ok({
      items: rows.map((row) => toRepository(toProject(found, row.project), row.repository)),
      total: counted?.total ?? 0,
      page: input.page,
      pageLength: input.pageLength,
    });
  },
});

function idOfProject(workspaceId: string, key: string) {
  return db()
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.workspaceId, workspaceId), eq(projects.key, key)));
}
