import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";
import { workspaceRole } from "./memberships";
import { users } from "./users";
import { workspaces } from "./workspaces";

export const accountLinkPurpose = pgEnum("account_link_purpose", ["first_admin", "invitation"]);

/** One-time links with which a person makes their account: the first admin's, and invitations to a workspace. */
export const accountLinks = pgTable(
  "account_links",
  {
    id: id().primaryKey(),
    digest: bytea("digest").notNull().unique(),
    purpose: accountLinkPurpose("purpose").notNull(),
    workspaceId: id("workspace_id").references(() => workspaces.id, { onDelete: "cascade" }),
    email: text("email"),
    role: workspaceRole("role"),
    createdAt: moment("created_at").notNull(),
    createdBy: id("created_by").references(() => users.id, { onDelete: "set null" }),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    check(
      "account_links_purpose_check",
      sql`(${table.purpose} = 'invitation') = (num_nonnulls(${table.workspaceId}, ${table.email}, ${table.role}) = 3)`,
    ),
    index("account_links_workspace_idx").on(table.workspaceId),
  ],
);
