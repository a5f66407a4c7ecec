import { and, asc, count, eq, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { ok, type Result } from "../errors";
import { listOperation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { repositoriesWithin } from "../within";
import { findWorkspace, type Workspace } from "../workspaces/find";
import { type Repository, repositoryFrom, selectRepositories } from "./find";

/** The repositories of the workspace that the principal may read, by slug; of one project where its id or key is given. */
export const listRepositories = listOperation({
  name: "repositories.list",
  scope: "repository",
  input: PageInput.extend({
    workspace: z.string(),
    projectId: z.uuid().optional(),
    ...QueryInput.shape,
  }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ input, found, within }): Promise<Result<Page<Repository>>> => {
    const ofProject = input.projectId === undefined ? undefined : eq(repositories.projectId, input.projectId);
    return pageOfRepositories(found, and(repositoriesWithin(found.id, within), ofProject), input);
  },
});

/** A page of the repositories of a workspace that fulfil the condition, and are asked for. */
export async function pageOfRepositories(
  workspace: Workspace,
  among: SQL | undefined,
  { page, pageLength, q, sort }: z.output<typeof PageInput> & z.output<typeof QueryInput>,
): Promise<Result<Page<Repository>>> {
  const asked = queryToSql(q, fields);
  if (!asked.ok) return asked;
  const order = sortToSql(sort, fields, [asc(repositories.slug)]);
  if (!order.ok) return order;
  const condition = and(eq(repositories.workspaceId, workspace.id), among, asked.value);
  const [counted] = await db()
    .select({ total: count() })
    .from(repositories)
    .innerJoin(
      projects,
      and(eq(projects.workspaceId, repositories.workspaceId), eq(projects.id, repositories.projectId)),
    )
    .where(condition);
  const rows = await selectRepositories()
    .where(condition)
    .orderBy(...order.value)
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  const items = rows.map((row) => repositoryFrom(workspace, row));
  return ok({ items, total: counted?.total ?? 0, page, pageLength });
}

const fields = {
  uuid: { type: "text", column: sql`'{' || ${repositories.id} || '}'` },
  name: { type: "text", column: repositories.name },
  slug: { type: "text", column: repositories.slug },
  description: { type: "text", column: repositories.description },
  "mainbranch.name": { type: "text", column: repositories.mainBranch },
  "project.key": { type: "text", column: projects.key },
  "project.name": { type: "text", column: projects.name },
  "project.uuid": { type: "text", column: sql`'{' || ${projects.id} || '}'` },
  // The same of each.
  is_private: { type: "boolean", column: sql`true` },
  scm: { type: "text", column: sql`'git'` },
  language: { type: "text", column: sql`''` },
  has_issues: { type: "boolean", column: sql`false` },
  has_wiki: { type: "boolean", column: sql`false` },
  size: { type: "number", column: repositories.size },
  created_on: { type: "moment", column: repositories.createdAt },
  updated_on: { type: "moment", column: repositories.updatedAt },
} as const;
