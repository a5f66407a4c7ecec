import { foreignKey, index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";

/** What builds say of commits: one row for each key. */
export const commitStatuses = pgTable(
  "commit_statuses",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    commit: text("commit").notNull(),
    key: text("key").notNull(),
    state: text("state", { enum: ["INPROGRESS", "SUCCESSFUL", "FAILED", "STOPPED"] }).notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    url: text("url").notNull(),
    /** The branch or tag that was built; null where nobody said. */
    refname: text("refname"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("commit_statuses_key").on(table.repositoryId, table.commit, table.key),
    index("commit_statuses_list_idx").on(table.repositoryId, table.commit, table.createdAt),
    foreignKey({
      name: "commit_statuses_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
