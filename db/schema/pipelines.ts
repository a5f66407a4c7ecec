import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { repositories } from "./repositories";

/** Runs of pipelines, as outside runners report them. */
export const pipelines = pgTable(
  "pipelines",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    /** Counts in the repository. */
    buildNumber: integer("build_number").notNull(),
    state: text("state", { enum: ["pending", "in_progress", "completed"] }).notNull(),
    result: text("result", { enum: ["SUCCESSFUL", "FAILED", "ERROR", "STOPPED"] }),
    /** Of an error: what was wrong. */
    problem: text("problem"),
    /** Null: a commit was asked for, and no ref. */
    refType: text("ref_type", { enum: ["branch", "tag"] }),
    refName: text("ref_name"),
    /** The full hash: what the ref was at when the run was started, unless a commit was named. */
    commit: text("commit").notNull(),
    selectorType: text("selector_type").notNull(),
    selectorPattern: text("selector_pattern"),
    creatorKind: text("creator_kind", { enum: ["user", "access_token"] }).notNull(),
    creatorId: id("creator_id").notNull(),
    /** Which runner took it; no foreign key, for it outlives the runner. */
    runnerId: id("runner_id"),
    createdAt: moment("created_at").notNull(),
    /** When a runner took it. */
    startedAt: moment("started_at"),
    /** When its runner last spoke of it. */
    heardAt: moment("heard_at"),
    completedAt: moment("completed_at"),
  },
  (table) => [
    unique("pipelines_number_key").on(table.repositoryId, table.buildNumber),
    unique("pipelines_workspace_id_id_key").on(table.workspaceId, table.id),
    check("pipelines_state_check", sql`${table.state} in ('pending', 'in_progress', 'completed')`),
    check(
      "pipelines_result_check",
      sql`(${table.state} = 'completed') = (${table.result} is not null and ${table.completedAt} is not null)`,
    ),
    check(
      "pipelines_runner_check",
      sql`${table.state} <> 'in_progress'
        or num_nonnulls(${table.runnerId}, ${table.startedAt}, ${table.heardAt}) = 3`,
    ),
    check("pipelines_ref_check", sql`num_nonnulls(${table.refType}, ${table.refName}) in (0, 2)`),
    foreignKey({
      name: "pipelines_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    index("pipelines_waiting_idx")
      .on(table.workspaceId, table.createdAt, table.id)
      .where(sql`${table.state} = 'pending'`),
    index("pipelines_heard_idx").on(table.heardAt).where(sql`${table.state} = 'in_progress'`),
  ],
);

/** What a run was started with, beside the variables that are kept for all runs. */
export const pipelineStartVariables = pgTable(
  "pipeline_start_variables",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    pipelineId: id("pipeline_id").notNull(),
    key: text("key").notNull(),
    /** Null where it is secured: then it is sealed. */
    value: text("value"),
    /** Encrypted (AES-256-GCM) under the key of the keyring that is named. */
    sealed: bytea("sealed"),
    keyId: text("key_id"),
  },
  (table) => [
    unique("pipeline_start_variables_key_key").on(table.pipelineId, table.key),
    check(
      "pipeline_start_variables_value_check",
      sql`num_nonnulls(${table.value}, ${table.sealed}) = 1 and (${table.sealed} is null) = (${table.keyId} is null)`,
    ),
    foreignKey({
      name: "pipeline_start_variables_pipeline_fkey",
      columns: [table.workspaceId, table.pipelineId],
      foreignColumns: [pipelines.workspaceId, pipelines.id],
    }).onDelete("cascade"),
  ],
);

export const pipelineSteps = pgTable(
  "pipeline_steps",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    pipelineId: id("pipeline_id").notNull(),
    name: text("name").notNull(),
    state: text("state", { enum: ["pending", "in_progress", "completed"] }).notNull(),
    result: text("result", { enum: ["SUCCESSFUL", "FAILED", "ERROR", "STOPPED", "NOT_RUN"] }),
    createdAt: moment("created_at").notNull(),
    startedAt: moment("started_at"),
    completedAt: moment("completed_at"),
    /** Bytes of its log that are kept. */
    logSize: integer("log_size").notNull(),
    /** Whether more came than is kept. */
    logCut: boolean("log_cut").notNull(),
  },
  (table) => [
    unique("pipeline_steps_workspace_id_id_key").on(table.workspaceId, table.id),
    check("pipeline_steps_state_check", sql`${table.state} in ('pending', 'in_progress', 'completed')`),
    check("pipeline_steps_result_check", sql`(${table.state} = 'completed') = (${table.result} is not null)`),
    foreignKey({
      name: "pipeline_steps_pipeline_fkey",
      columns: [table.workspaceId, table.pipelineId],
      foreignColumns: [pipelines.workspaceId, pipelines.id],
    }).onDelete("cascade"),
    index("pipeline_steps_pipeline_idx").on(table.pipelineId, table.id),
    // The oldest logs that are kept, for whoever deletes them.
    index("pipeline_steps_logged_idx").on(table.createdAt).where(sql`${table.logSize} > 0`),
  ],
);

/** The log of a step, in chunks of one size, but for the last. */
export const pipelineLogChunks = pgTable(
  "pipeline_log_chunks",
  {
    workspaceId: id("workspace_id").notNull(),
    stepId: id("step_id").notNull(),
    /** Counts from 0. */
    number: integer("number").notNull(),
    bytes: bytea("bytes").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.stepId, table.number] }),
    foreignKey({
      name: "pipeline_log_chunks_step_fkey",
      columns: [table.workspaceId, table.stepId],
      foreignColumns: [pipelineSteps.workspaceId, pipelineSteps.id],
    }).onDelete("cascade"),
  ],
);

/** Of repositories for which something was chosen; without a row, pipelines can be started. */
export const pipelineSettings = pgTable(
  "pipeline_settings",
  {
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").primaryKey(),
    enabled: boolean("enabled").notNull(),
  },
  (table) => [
    foreignKey({
      name: "pipeline_settings_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
  ],
);
