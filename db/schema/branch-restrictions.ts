import { bigint, foreignKey, integer, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";
import { users } from "./users";

/** What may not be done to branches, or what a merge into them takes. */
export const branchRestrictions = pgTable(
  "branch_restrictions",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    /** Its published id, which counts in the repository. */
    number: bigint("number", { mode: "number" }).notNull(),
    kind: text("kind").notNull(),
    /** Names of branches; a star stands for any characters. */
    pattern: text("pattern").notNull(),
    /** How many, for the kinds that count. */
    value: integer("value"),
    /** Whom it doesn't bind, for the kinds that name somebody. */
    exempt: jsonb("exempt").$type<{ kind: "user" | "access_token"; id: string }[]>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    unique("branch_restrictions_number_key").on(table.repositoryId, table.number),
    unique("branch_restrictions_kind_key").on(table.repositoryId, table.kind, table.pattern),
    foreignKey({
      name: "branch_restrictions_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);

/** Who is asked to review the pull requests of a repository. */
export const defaultReviewers = pgTable(
  "default_reviewers",
  {
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    userId: id("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.repositoryId, table.userId] }),
    foreignKey({
      name: "default_reviewers_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
