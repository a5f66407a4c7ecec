import { sql } from "drizzle-orm";
import { integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { users } from "./users";
import { workspaces } from "./workspaces";

/** Choices that a workspace's admins prepare for the form. Nothing is issued by one. */
export const tokenPresets = pgTable(
  "token_presets",
  {
    id: id().primaryKey(),
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    scopes: text("scopes").array().notNull(),
    /** Null: never expires. */
    lifetimeDays: integer("lifetime_days"),
    addresses: text("addresses").array(),
    refs: text("refs").array(),
    createdAt: moment("created_at").notNull(),
    createdBy: id("created_by").references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [uniqueIndex("token_presets_name_key").on(table.workspaceId, sql`lower(${table.name})`)],
);
