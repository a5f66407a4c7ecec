import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgEnum, pgTable, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { projects } from "./projects";
import { repositories } from "./repositories";
import { users } from "./users";
import { workspaces } from "./workspaces";

export const tokenKind = pgEnum("access_token_kind", ["repository", "project", "workspace"]);

export const endReason = pgEnum("secret_end_reason", [
  "revoked",
  "resource_deleted",
  "replaced",
  "expired",
  "reported",
  "self",
]);

/** Whether a token's addresses are enforced, or only watched: what would be refused is recorded and let through. */
export const addressMode = pgEnum("address_mode", ["enforce", "watch"]);

/** What a token carries besides its scopes. The live secrets hold a copy. */
const limits = {
  /** Addresses and CIDR ranges it may come from; null: any. */
  addresses: text("addresses").array(),
  addressMode: addressMode("address_mode").notNull().default("enforce"),
  /** Patterns of the refs it may push to; null: any. */
  refs: text("refs").array(),
};

/**
 * The identity of a token. It outlives its secrets, so that what it did keeps its author. Never edited: a replacement
 * alone may narrow it.
 */
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
    ...limits,
    /** When its newest secret ends by itself; null: never. */
    expiresAt: moment("expires_at"),
    /** 30 characters of a-z0-9: the user name in clone links and the local part of the commit address. */
    botId: text("bot_id").notNull().unique(),
    createdAt: moment("created_at").notNull(),
    /** Null: issued from the command line. */
    createdBy: id("created_by").references(() => users.id, { onDelete: "set null" }),
    /** The admin who answers for it since whoever issued it left. */
    adoptedBy: id("adopted_by").references(() => users.id, { onDelete: "set null" }),
    adoptedAt: moment("adopted_at"),
    replacedAt: moment("replaced_at"),
    revokedAt: moment("revoked_at"),
    /** Why it was revoked; null while it isn't. */
    endReason: endReason("end_reason"),
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
    check("access_tokens_end_reason_check", sql`(${table.revokedAt} is null) = (${table.endReason} is null)`),
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
    /** Names the secret where it must be told from its successor. */
    id: id().notNull().unique(),
    accessTokenId: id("access_token_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    kind: tokenKind("kind").notNull(),
    projectId: id("project_id"),
    repositoryId: id("repository_id"),
    scopes: text("scopes").array().notNull(),
    ...limits,
    name: text("name").notNull(),
    botId: text("bot_id").notNull(),
    createdAt: moment("created_at").notNull(),
    /** From then on it opens nothing; null: never. */
    expiresAt: moment("expires_at"),
    /** When its successor was issued; null for the newest secret of a token. */
    supersededAt: moment("superseded_at"),
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
    // At most two live secrets: the newest, and the one that it replaces.
    uniqueIndex("access_token_secrets_newest_key").on(table.accessTokenId).where(sql`${table.supersededAt} is null`),
    uniqueIndex("access_token_secrets_old_key").on(table.accessTokenId).where(sql`${table.supersededAt} is not null`),
    check(
      "access_token_secrets_superseded_check",
      sql`${table.supersededAt} is null or ${table.expiresAt} is not null`,
    ),
    index("access_token_secrets_expires_idx").on(table.expiresAt),
  ],
);

/** Digests that once opened something, so that a late use can be told from a guess. */
export const endedSecrets = pgTable(
  "ended_secrets",
  {
    digest: bytea("digest").primaryKey(),
    /** The secret's own id. */
    id: id().notNull(),
    accessTokenId: id("access_token_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    reason: endReason("reason").notNull(),
    endedAt: moment("ended_at").notNull(),
    /** When it was last tried after its end. */
    triedAt: moment("tried_at"),
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
