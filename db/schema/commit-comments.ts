import { bigint, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";

/** What people and tokens say of a commit. */
export const commitComments = pgTable(
  "commit_comments",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    /** Its published id, which counts in the repository. */
    number: bigint("number", { mode: "number" }).notNull(),
    commit: text("commit").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "access_token"] }).notNull(),
    actorId: id("actor_id").notNull(),
    content: text("content").notNull(),
    /** The number of the comment that it answers. */
    parent: bigint("parent", { mode: "number" }),
    /** Where in the difference it stands; null: it is about the whole commit. */
    path: text("path"),
    fromLine: integer("from_line"),
    toLine: integer("to_line"),
    /** Where it begins, of several lines. */
    startFromLine: integer("start_from_line"),
    startToLine: integer("start_to_line"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    /** A comment that is answered keeps its place; its content is gone. */
    deletedAt: moment("deleted_at"),
  },
  (table) => [
    unique("commit_comments_number_key").on(table.repositoryId, table.number),
    index("commit_comments_list_idx").on(table.repositoryId, table.commit, table.number),
    foreignKey({
      name: "commit_comments_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);

/** Who approved a commit. */
export const commitApprovals = pgTable(
  "commit_approvals",
  {
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    commit: text("commit").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "access_token"] }).notNull(),
    actorId: id("actor_id").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.commit, table.actorId] }),
    foreignKey({
      name: "commit_approvals_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
