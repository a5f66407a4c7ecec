import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { projects } from "./projects";
import { repositories } from "./repositories";
import { users } from "./users";
import { workspaces } from "./workspaces";

export const tokenKind = pgEnum("access_token_kind", ["repository", "project", "workspace"]);

/** The identity of a token. It outlives its secrets, so that what it did keeps its author. Never edited. */
export const accessTokens = pgTable(
  "access_tokens",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    kind: tokenKind("kind").notNull(),
    /** The owner, where it is a project; empty again once that project is deleted. */
    projectId: id("project_id"),
    /** The owner, where it is a repository; empty again once that repository is deleted. */
    repositoryId: id("repository_id"),
    name: text("name").notNull(),
    scopes: text("scopes").array().notNull(),
    /** 30 characters of a-z0-9: the user name in clone links and the local part of the commit address. */
    botId: text("bot_id").notNull().unique(),
    createdAt: moment("created_at").notNull(),
    /** Null: issued from the command line. */
    createdBy: id("created_by").references(() => users.id, { onDelete: "set null" }),
    revokedAt: moment("revoked_at"),
    revokedBy: id("revoked_by").references(() => users.id, { onDelete: "set null" }),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [
    unique("access_tokens_workspace_id_id_key").on(table.workspaceId, table.id),
    foreignKey({
      name: "access_tokens_project_fkey",
      columns: [table.workspaceId, table.projectId],
      foreignColumns: [projects.workspaceId, projects.id],
    }),
    foreignKey({
      name: "access_tokens_repository_fkey",
      columns: [table.workspaceId, table.repositoryId],
      foreignColumns: [repositories.workspaceId, repositories.id],
    }),
    check(
      "access_tokens_owner_check",
      sql`case ${table.kind}
        when 'workspace' then num_nonnulls(${table.projectId}, ${table.repositoryId}) = 0
        when 'project' then ${table.repositoryId} is null and (${table.projectId} is not null or ${table.revokedAt} is not null)
        when 'repository' then ${table.projectId} is null and (${table.repositoryId} is not null or ${table.revokedAt} is not null)
      end`,
    ),
    check("access_tokens_scopes_check", sql`cardinality(${table.scopes}) > 0`),
    uniqueIndex("access_tokens_live_workspace_name_key")
      .on(table.workspaceId, sql`lower(${table.name})`)
      .where(sql`${table.kind} = 'workspace' and ${table.revokedAt} is null`),
    uniqueIndex("access_tokens_live_project_name_key")
      .on(table.projectId, sql`lower(${table.name})`)
      .where(sql`${table.kind} = 'project' and ${table.revokedAt} is null`),
    uniqueIndex("access_tokens_live_repository_name_key")
      .on(table.repositoryId, sql`lower(${table.name})`)
      .where(sql`${table.kind} = 'repository' and ${table.revokedAt} is null`),
    index("access_tokens_workspace_owner_idx").on(table.workspaceId, table.kind, table.createdAt),
    index("access_tokens_project_idx").on(table.projectId, table.createdAt),
    index("access_tokens_repository_idx").on(table.repositoryId, table.createdAt),
  ],
);

/**
 * The live secrets and nothing else: a row here is access, and revoking deletes it. It carries a copy of all that
 * the decision needs, so that verification reads one row of one table. The copy can't go stale: a token is never edited.
 */
export const accessTokenSecrets = pgTable(
  "access_token_secrets",
  {
    /** HMAC-SHA-256 of the secret, keyed outside the database. */
    digest: bytea("digest").primaryKey(),
    /** Which key of the keyring made the digest. */
    keyId: text("key_id").notNull(),
    accessTokenId: id("access_token_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    kind: tokenKind("kind").notNull(),
    projectId: id("project_id"),
    repositoryId: id("repository_id"),
    scopes: text("scopes").array().notNull(),
    name: text("name").notNull(),
    botId: text("bot_id").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at"),
  },
  (table) => [
    foreignKey({
      name: "access_token_secrets_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    check(
      "access_token_secrets_owner_check",
      sql`case ${table.kind}
        when 'workspace' then num_nonnulls(${table.projectId}, ${table.repositoryId}) = 0
        when 'project' then ${table.projectId} is not null and ${table.repositoryId} is null
        when 'repository' then ${table.repositoryId} is not null and ${table.projectId} is null
      end`,
    ),
    index("access_token_secrets_token_idx").on(table.accessTokenId),
  ],
);

export const endReason = pgEnum("secret_end_reason", ["revoked", "resource_deleted"]);

/** Digests that once opened something, so that a late use can be told from a guess. */
export const endedSecrets = pgTable(
  "ended_secrets",
  {
    digest: bytea("digest").primaryKey(),
    accessTokenId: id("access_token_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    reason: endReason("reason").notNull(),
    endedAt: moment("ended_at").notNull(),
  },
  (table) => [
    foreignKey({
      name: "ended_secrets_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    index("ended_secrets_token_idx").on(table.accessTokenId),
  ],
);
