import { boolean, foreignKey, index, pgTable, text, unique } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { repositories } from "./repositories";
import { workspaces } from "./workspaces";

/** What runs pipelines for a repository, or for all of a workspace, and reports on them. Latchkey itself runs nothing. */
export const runners = pgTable(
  "runners",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    /** Null: of the whole workspace. */
    repositoryId: id("repository_id"),
    name: text("name").notNull(),
    labels: text("labels").array().notNull(),
    enabled: boolean("enabled").notNull(),
    /** HMAC-SHA-256 of its client secret, keyed outside the database. */
    secretDigest: bytea("secret_digest").notNull().unique(),
    keyId: text("key_id").notNull(),
    /** Addresses and CIDR ranges that it may come from: those of the token that registered it. Null: any. */
    addresses: text("addresses").array(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
    /** When it was last heard of; null: never. */
    seenAt: moment("seen_at"),
  },
  (table) => [
    unique("runners_workspace_id_id_key").on(table.workspaceId, table.id),
    foreignKey({
      name: "runners_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }).onDelete("cascade"),
    index("runners_owner_idx").on(table.workspaceId, table.repositoryId),
  ],
);

/** The live tokens of runners and nothing else: a row here lets a runner report, and disabling the runner deletes it. */
export const runnerTokens = pgTable(
  "runner_tokens",
  {
    digest: bytea("digest").primaryKey(),
    /** Which key of the keyring made the digest. */
    keyId: text("key_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    runnerId: id("runner_id").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    foreignKey({
      name: "runner_tokens_runner_fkey",
      columns: [table.workspaceId, table.runnerId],
      foreignColumns: [runners.workspaceId, runners.id],
    }).onDelete("cascade"),
    index("runner_tokens_runner_idx").on(table.runnerId),
    index("runner_tokens_expires_idx").on(table.expiresAt),
  ],
);
