import { pgTable, text, unique } from "drizzle-orm/pg-core";
import { branchingModel } from "./branching-model";
import { id, moment } from "./columns";
import { workspaces } from "./workspaces";

export const projects = pgTable(
  "projects",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** Of its repositories that have none of their own. */
    branchingModel: branchingModel(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("projects_workspace_id_key_key").on(table.workspaceId, table.key),
    unique("projects_workspace_id_id_key").on(table.workspaceId, table.id),
  ],
);
