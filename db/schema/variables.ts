import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, text, unique } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { environments } from "./environments";
import { repositories } from "./repositories";
import { workspaces } from "./workspaces";

/** What runs of pipelines are given: of a whole workspace, of a repository, or of one of its environments. */
export const variables = pgTable(
  "variables",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Null: of the whole workspace. */
    repositoryId: id("repository_id"),
    /** Null: of the whole repository. */
    environmentId: id("environment_id"),
    key: text("key").notNull(),
    /** Null: it is secured. */
    value: text("value"),
    /** The value of a secured one, encrypted (AES-256-GCM) under the key of the keyring that is named. */
    sealed: bytea("sealed"),
    keyId: text("key_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("variables_key_key")
      .on(table.workspaceId, table.repositoryId, table.environmentId, table.key)
      .nullsNotDistinct(),
    check("variables_place_check", sql`${table.environmentId} is null or ${table.repositoryId} is not null`),
    check(
      "variables_value_check",
      sql`num_nonnulls(${table.value}, ${table.sealed}) = 1 and num_nonnulls(${table.sealed}, ${table.keyId}) in (0, 2)`,
    ),
    foreignKey({
      name: "variables_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "variables_environment_fkey",
      columns: [table.workspaceId, table.repositoryId, table.environmentId],
      foreignColumns: [environments.workspaceId, environments.repositoryId, environments.id],
    }).onDelete("cascade"),
  ],
);
