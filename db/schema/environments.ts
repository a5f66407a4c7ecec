import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";

/** What a repository is deployed to. */
export const environments = pgTable(
  "environments",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    name: text("name").notNull(),
    /** Made from the name. */
    slug: text("slug").notNull(),
    type: text("type", { enum: ["Test", "Staging", "Production"] }).notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("environments_place_key").on(table.workspaceId, table.repositoryId, table.id),
    unique("environments_slug_key").on(table.repositoryId, table.slug),
    check("environments_type_check", sql`${table.type} in ('Test', 'Staging', 'Production')`),
    foreignKey({
      name: "environments_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
