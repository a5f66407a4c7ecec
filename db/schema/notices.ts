import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, jsonb, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { accessTokens } from "./access-tokens";
import { bytea, id, moment } from "./columns";
import { users } from "./users";
import { workspaces } from "./workspaces";

/** Something that the admins of a token's resource should know. */
export const notices = pgTable(
  "notices",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    accessTokenId: id("access_token_id").notNull(),
    kind: text("kind").notNull(),
    /** What makes the event one: however many processes see it, there is one notice. */
    eventKey: text("event_key").notNull(),
    at: moment("at").notNull(),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
    /** When it was handed to everyone it is for; null: it still waits. */
    deliveredAt: moment("delivered_at"),
  },
  (table) => [
    unique("notices_event_key").on(table.workspaceId, table.eventKey),
    unique("notices_workspace_id_id_key").on(table.workspaceId, table.id),
    foreignKey({
      name: "notices_token_fkey",
      columns: [table.workspaceId, table.accessTokenId],
      foreignColumns: [accessTokens.workspaceId, accessTokens.id],
    }).onDelete("cascade"),
    index("notices_token_idx").on(table.accessTokenId),
  ],
);

/** A notice in a person's inbox. */
export const inboxItems = pgTable(
  "inbox_items",
  {
    userId: id("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    noticeId: id("notice_id").notNull(),
    workspaceId: id("workspace_id").notNull(),
    readAt: moment("read_at"),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.noticeId] }),
    foreignKey({
      name: "inbox_items_notice_fkey",
      columns: [table.workspaceId, table.noticeId],
      foreignColumns: [notices.workspaceId, notices.id],
    }).onDelete("cascade"),
    index("inbox_items_notice_idx").on(table.noticeId),
    index("inbox_items_unread_idx").on(table.userId).where(sql`${table.readAt} is null`),
  ],
);

/** How a person wants to hear of a workspace's tokens. Without a row: inbox and e-mail, all kinds. */
export const noticePreferences = pgTable(
  "notice_preferences",
  {
    userId: id("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    inbox: boolean("inbox").notNull(),
    email: boolean("email").notNull(),
    /** The kinds that the person doesn't want at all. */
    mutedKinds: text("muted_kinds").array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.workspaceId] })],
);

/** The webhook by which a workspace hears of its tokens. */
export const noticeWebhooks = pgTable("notice_webhooks", {
  workspaceId: id("workspace_id")
    .primaryKey()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  url: text("url").notNull(),
  /** Encrypted (AES-256-GCM) under the key of the keyring that is named. */
  secret: bytea("secret").notNull(),
  keyId: text("key_id").notNull(),
  mutedKinds: text("muted_kinds").array().notNull(),
  updatedAt: moment("updated_at").notNull(),
});
