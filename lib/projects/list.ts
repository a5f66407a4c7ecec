import { and, asc, count } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { ok, type Result } from "../errors";
import { listOperation } from "../operation";
import { type Page, PageInput } from "../page";
import { queryToSql, sortToSql } from "../query-language/compile";
import { QueryInput } from "../query-language/input";
import { projectsWithin } from "../within";
import { findWorkspace } from "../workspaces/find";
import { type Project, toProject } from "./find";

/** The projects of the workspace that the principal may read, by key. */
export const listProjects = listOperation({
  name: "workspaces.getProjects",
  scope: "project",
  input: PageInput.extend({ workspace: z.string(), ...QueryInput.shape }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ input, found, within }): Promise<Result<Page<Project>>> => {
    const asked = queryToSql(input.q, fields);
    if (!asked.ok) return asked;
    const order = sortToSql(input.sort, fields, [asc(projects.key)]);
    if (!order.ok) return order;
    const condition = and(projectsWithin(found.id, within), asked.value);
    const [counted] = await db().select({ total: count() }).from(projects).where(condition);
    const rows = await db()
      .select()
      .from(projects)
      .where(condition)
      .orderBy(...order.value)
      .limit(input.pageLength)
      .offset((input.page - 1) * input.pageLength);
    return ok({
      items: rows.map((row) => toProject(found, row)),
      total: counted?.total ?? 0,
      page: input.page,
      pageLength: input.pageLength,
    });
  },
});

const fields = {
  key: { type: "text", column: projects.key },
  name: { type: "text", column: projects.name },
  description: { type: "text", column: projects.description },
  created_on: { type: "moment", column: projects.createdAt },
  updated_on: { type: "moment", column: projects.updatedAt },
} as const;
