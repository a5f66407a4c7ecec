import { index, pgEnum, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { users } from "./users";
import { workspaces } from "./workspaces";

export const workspaceRole = pgEnum("workspace_role", ["member", "admin"]);

export const memberships = pgTable(
  "memberships",
  {
    workspaceId: id("workspace_id")
      .notNull()
      .references(() => workspaces.id, { onDelete: "cascade" }),
    userId: id("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: workspaceRole("role").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.userId] }),
    index("memberships_user_id_idx").on(table.userId),
  ],
);
