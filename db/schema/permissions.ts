import { foreignKey, index, pgEnum, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { memberships } from "./memberships";
import { projects } from "./projects";
import { repositories } from "./repositories";

export const permission = pgEnum("permission", ["read", "write", "admin"]);

export const projectPermissions = pgTable(
  "project_permissions",
  {
    workspaceId: id("workspace_id").notNull(),
    projectId: id("project_id").notNull(),
    userId: id("user_id").notNull(),
    permission: permission("permission").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.userId] }),
    index("project_permissions_user_id_idx").on(table.userId),
    foreignKey({
      name: "project_permissions_project_fkey",
      columns: [table.workspaceId, table.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "project_permissions_membership_fkey",
      columns: [table.workspaceId, table.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
  ],
);

export const repositoryPermissions = pgTable(
  "repository_permissions",
  {
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    userId: id("user_id").notNull(),
    permission: permission("permission").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.userId] }),
    index("repository_permissions_user_id_idx").on(table.userId),
    foreignKey({
      name: "repository_permissions_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "repository_permissions_membership_fkey",
      columns: [table.workspaceId, table.userId],
      foreignColumns: [memberships.workspaceId, memberships.userId],
    }).onDelete("cascade"),
  ],
);
