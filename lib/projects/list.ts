import { asc, count } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { projects } from "@/db/schema/projects";
import { ok, type Result } from "../errors";
import { listOperation } from "../operation";
import { type Page, PageInput } from "../page";
import { projectsWithin } from "../within";
import { findWorkspace } from "../workspaces/find";
import { type Project, toProject } from "./find";

/** The projects of the workspace that the principal may read, by key. */
export const listProjects = listOperation({
  name: "workspaces.getProjects",
  scope: "project",
  input: PageInput.extend({ workspace: z.string() }),
  find: ({ workspace }, caller) => findWorkspace(workspace, caller),
  missing: ({ workspace }) => ({ what: "workspace", name: workspace }),
  run: async ({ input, found, within }): Promise<Result<Page<Project>>> => {
    const condition = projectsWithin(found.id, within);
    const [counted] = await db().select({ total: count() }).from(projects).where(condition);
    const rows = await db()
      .select()
      .from(projects)
      .where(condition)
      .orderBy(asc(projects.key))
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
