import { bigint, foreignKey, index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { branchingModel } from "./branching-model";
import { id, moment } from "./columns";
import { projects } from "./projects";
import { workspaces } from "./workspaces";

export const repositories = pgTable(
  "repositories",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    projectId: id("project_id").notNull(),
    /** What it was forked from, as long as that is there. */
    parentId: id("parent_id"),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    mainBranch: text("main_branch").notNull().default("main"),
    branchingModel: branchingModel(),
    /** Size of the bare repository in bytes, measured after each push. */
    size: bigint("size", { mode: "number" }).notNull().default(0),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    pushedAt: moment("pushed_at"),
  },
  (table) => [
    unique("repositories_workspace_id_slug_key").on(table.workspaceId, table.slug),
    unique("repositories_workspace_id_id_key").on(table.workspaceId, table.id),
    index("repositories_project_id_idx").on(table.projectId),
    index("repositories_parent_idx").on(table.workspaceId, table.parentId),
    foreignKey({
      name: "repositories_project_fkey",
      columns: [table.workspaceId, table.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    // The migration names the column that is emptied: the workspace stays.
    foreignKey({
      name: "repositories_parent_fkey",
      columns: [table.workspaceId, table.parentId],
      foreignColumns: [table.workspaceId, table.id],
    }).onDelete("set null"),
  ],
);
