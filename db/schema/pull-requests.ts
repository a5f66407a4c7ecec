import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { repositories } from "./repositories";

const actorKinds = ["user", "access_token"] as const;

/** What a branch asks another one to take in. Commits are those of now, and stay as they are once it is closed. */
export const pullRequests = pgTable(
  "pull_requests",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    /** Its published id, which counts in the repository. */
    number: integer("number").notNull(),
    title: text("title").notNull(),
    description: text("description").notNull(),
    state: text("state", { enum: ["OPEN", "MERGED", "DECLINED"] }).notNull(),
    draft: boolean("draft").notNull(),
    /** Its own repository, or another one; null where that was deleted. */
    sourceRepositoryId: id("source_repository_id"),
    sourceBranch: text("source_branch").notNull(),
    sourceCommit: text("source_commit").notNull(),
    destinationBranch: text("destination_branch").notNull(),
    destinationCommit: text("destination_commit").notNull(),
    mergeCommit: text("merge_commit"),
    closeSourceBranch: boolean("close_source_branch").notNull(),
    reason: text("reason").notNull().default(""),
    authorKind: text("author_kind", { enum: actorKinds }).notNull(),
    authorId: id("author_id").notNull(),
    closedByKind: text("closed_by_kind", { enum: actorKinds }),
    closedById: id("closed_by_id"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    closedAt: moment("closed_at"),
  },
  (table) => [
    unique("pull_requests_number_key").on(table.repositoryId, table.number),
    unique("pull_requests_workspace_id_id_key").on(table.workspaceId, table.id),
    uniqueIndex("pull_requests_open_key")
      .on(table.repositoryId, table.sourceRepositoryId, table.sourceBranch, table.destinationBranch)
      .where(sql`${table.state} = 'OPEN'`),
    index("pull_requests_list_idx").on(table.repositoryId, table.state, table.number),
    index("pull_requests_source_idx").on(table.workspaceId, table.sourceRepositoryId),
    index("pull_requests_author_idx").on(table.workspaceId, table.authorId),
    foreignKey({
      name: "pull_requests_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    // The migration names the column that is emptied: the workspace stays.
    foreignKey({
      name: "pull_requests_source_repository_fkey",
      columns: [table.workspaceId, table.sourceRepositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("set null"),
  ],
);

/** Who takes part in a pull request, and what they think of it. */
export const pullRequestParticipants = pgTable(
  "pull_request_participants",
  {
    workspaceId: id("workspace_id").notNull(),
    pullRequestId: id("pull_request_id").notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: id("actor_id").notNull(),
    role: text("role", { enum: ["PARTICIPANT", "REVIEWER"] }).notNull(),
    state: text("state", { enum: ["approved", "changes_requested"] }),
    participatedAt: moment("participated_at"),
  },
  (table) => [
    primaryKey({ columns: [table.pullRequestId, table.actorId] }),
    foreignKey({
      name: "pull_request_participants_pull_request_fkey",
      columns: [table.workspaceId, table.pullRequestId],
      foreignColumns: [pullRequests.workspaceId, pullRequests.id],
    }).onDelete("cascade"),
  ],
);

export const pullRequestComments = pgTable(
  "pull_request_comments",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    pullRequestId: id("pull_request_id").notNull(),
    /** Its published id, which counts in the repository. */
    number: bigint("number", { mode: "number" }).notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: id("actor_id").notNull(),
    content: text("content").notNull(),
    /** The number of the comment that it answers. */
    parent: bigint("parent", { mode: "number" }),
    /** Where in the difference it stands; null: it is about the whole. */
    path: text("path"),
    fromLine: integer("from_line"),
    toLine: integer("to_line"),
    /** Where it begins, of several lines. */
    startFromLine: integer("start_from_line"),
    startToLine: integer("start_to_line"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    /** A deleted comment keeps its place; its content is gone. */
    deletedAt: moment("deleted_at"),
    resolvedAt: moment("resolved_at"),
    resolvedByKind: text("resolved_by_kind", { enum: actorKinds }),
    resolvedById: id("resolved_by_id"),
  },
  (table) => [
    unique("pull_request_comments_number_key").on(table.pullRequestId, table.number),
    foreignKey({
      name: "pull_request_comments_pull_request_fkey",
      columns: [table.workspaceId, table.pullRequestId],
      foreignColumns: [pullRequests.workspaceId, pullRequests.id],
    }).onDelete("cascade"),
  ],
);

/** What has to be done before a pull request is merged. */
export const pullRequestTasks = pgTable(
  "pull_request_tasks",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    pullRequestId: id("pull_request_id").notNull(),
    number: bigint("number", { mode: "number" }).notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: id("actor_id").notNull(),
    content: text("content").notNull(),
    /** The number of the comment that it belongs to. */
    comment: bigint("comment", { mode: "number" }),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    /** Null: it is still to be done. */
    resolvedAt: moment("resolved_at"),
    resolvedByKind: text("resolved_by_kind", { enum: actorKinds }),
    resolvedById: id("resolved_by_id"),
  },
  (table) => [
    unique("pull_request_tasks_number_key").on(table.pullRequestId, table.number),
    foreignKey({
      name: "pull_request_tasks_pull_request_fkey",
      columns: [table.workspaceId, table.pullRequestId],
      foreignColumns: [pullRequests.workspaceId, pullRequests.id],
    }).onDelete("cascade"),
  ],
);

/** What happened to a pull request, in order. */
export const pullRequestActivity = pgTable(
  "pull_request_activity",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    pullRequestId: id("pull_request_id").notNull(),
    kind: text("kind", { enum: ["update", "approval", "changes_requested", "comment"] }).notNull(),
    actorKind: text("actor_kind", { enum: actorKinds }).notNull(),
    actorId: id("actor_id").notNull(),
    at: moment("at").notNull(),
    /** Of an update: how the pull request was then. */
    state: jsonb("state").$type<PullRequestState>(),
    /** The number of the comment. */
    comment: bigint("comment", { mode: "number" }),
  },
  (table) => [
    index("pull_request_activity_idx").on(table.pullRequestId, table.id),
    foreignKey({
      name: "pull_request_activity_pull_request_fkey",
      columns: [table.workspaceId, table.pullRequestId],
      foreignColumns: [pullRequests.workspaceId, pullRequests.id],
    }).onDelete("cascade"),
  ],
);

/** What an update of a pull request remembers of it. */
type PullRequestState = {
  state: string;
  title: string;
  description: string;
  reason: string;
  draft: boolean;
  sourceCommit: string;
  destinationBranch: string;
  destinationCommit: string;
};
