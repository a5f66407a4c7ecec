import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { projects } from "./projects";
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
    /** Names of branches; a star stands for any characters. Null where a type names them. */
    pattern: text("pattern"),
    /** What the branching model says that they are for. Null where a pattern names them. */
    branchType: text("branch_type", {
      enum: ["feature", "bugfix", "release", "hotfix", "development", "production"],
    }),
    /** How many, for the kinds that count. */
    value: integer("value"),
    /** Whom it doesn't bind, for the kinds that name somebody. */
    exempt: jsonb("exempt").$type<{ kind: "user" | "access_token"; id: string }[]>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    unique("branch_restrictions_number_key").on(table.repositoryId, table.number),
    unique("branch_restrictions_kind_key").on(table.repositoryId, table.kind, table.pattern),
    unique("branch_restrictions_type_key").on(table.repositoryId, table.kind, table.branchType),
    check("branch_restrictions_branches_check", sql`num_nonnulls(${table.pattern}, ${table.branchType}) = 1`),
    check(
      "branch_restrictions_branch_type_check",
      sql`${table.branchType} in ('feature', 'bugfix', 'release', 'hotfix', 'development', 'production')`,
    ),
    foreignKey({
      name: "branch_restrictions_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);

/** Who is asked to review the pull requests of a repository, or of each repository of a project. */
export const defaultReviewers = pgTable(
  "default_reviewers",
  {
    workspaceId: id("workspace_id").notNull(),
    projectId: id("project_id"),
    repositoryId: id("repository_id"),
    userId: id("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    check("default_reviewers_owner_check", sql`num_nonnulls(${table.projectId}, ${table.repositoryId}) = 1`),
    unique("default_reviewers_project_key").on(table.projectId, table.userId),
    unique("default_reviewers_repository_key").on(table.repositoryId, table.userId),
    foreignKey({
      name: "default_reviewers_project_fkey",
      columns: [table.workspaceId, table.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }).onDelete("cascade"),
    foreignKey({
      name: "default_reviewers_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
