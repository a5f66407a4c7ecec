import { sql } from "drizzle-orm";
import { bigint, boolean, check, foreignKey, index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { repositories } from "./repositories";
import { workspaces } from "./workspaces";

/** Where events of a repository go, or those of all repositories of a workspace. */
export const webhooks = pgTable(
  "webhooks",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Null: of the whole workspace. */
    repositoryId: id("repository_id"),
    url: text("url").notNull(),
    description: text("description").notNull(),
    active: boolean("active").notNull(),
    events: text("events").array().notNull(),
    /** Encrypted (AES-256-GCM) under the key of the keyring that is named; null: deliveries aren't signed. */
    secret: bytea("secret"),
    keyId: text("key_id"),
    /** Until then one process alone delivers; it says so again before each try. */
    busyUntil: moment("busy_until"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    unique("webhooks_workspace_id_id_key").on(table.workspaceId, table.id),
    check("webhooks_secret_check", sql`num_nonnulls(${table.secret}, ${table.keyId}) in (0, 2)`),
    foreignKey({
      name: "webhooks_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    index("webhooks_repository_idx").on(table.workspaceId, table.repositoryId),
  ],
);

/** One event for one webhook, written in the transaction of what happened. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    id: id().primaryKey(),
    /** The order in which a webhook hears of events. */
    sequence: bigint("sequence", { mode: "number" }).generatedAlwaysAsIdentity(),
    workspaceId: id("workspace_id").notNull(),
    webhookId: id("webhook_id").notNull(),
    eventKey: text("event_key").notNull(),
    /** The JSON that is posted, byte for byte the same at each try. */
    body: text("body").notNull(),
    state: text("state", { enum: ["waiting", "delivered", "failed"] }).notNull(),
    attempts: integer("attempts").notNull(),
    createdAt: moment("created_at").notNull(),
    /** Not before then; null: no try was made, or none is to come. */
    nextAttemptAt: moment("next_attempt_at"),
    attemptedAt: moment("attempted_at"),
    /** What the last try was answered; null: nothing was. */
    answerStatus: integer("answer_status"),
    answerBody: text("answer_body"),
    /** Why the last try failed. */
    problem: text("problem"),
  },
  (table) => [
    check("webhook_deliveries_state_check", sql`${table.state} in ('waiting', 'delivered', 'failed')`),
    foreignKey({
      name: "webhook_deliveries_webhook_fkey",
      columns: [table.workspaceId, table.webhookId],
      foreignColumns: [webhooks.workspaceId, webhooks.id],
    }).onDelete("cascade"),
    index("webhook_deliveries_newest_idx").on(table.webhookId, table.sequence),
    index("webhook_deliveries_waiting_idx").on(table.webhookId, table.sequence).where(sql`${table.state} = 'waiting'`),
    index("webhook_deliveries_created_idx").on(table.createdAt),
  ],
);

/** Pushes that were let in and not announced yet. What is left of a process that was killed is announced by a chore. */
export const pendingPushes = pgTable(
  "pending_pushes",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id").notNull(),
    repositoryId: id("repository_id").notNull(),
    actorKind: text("actor_kind", { enum: ["user", "access_token"] }).notNull(),
    actorId: id("actor_id").notNull(),
    updates: jsonb("updates").$type<{ ref: string; before: string; after: string }[]>().notNull(),
    merging: jsonb("merging").$type<{ pullRequestId: string; commit: string }>(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    foreignKey({
      name: "pending_pushes_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    index("pending_pushes_created_idx").on(table.createdAt),
  ],
);
