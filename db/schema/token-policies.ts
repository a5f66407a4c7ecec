import { boolean, integer, pgTable } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";
import { workspaces } from "./workspaces";

/** What a workspace demands of its tokens. A workspace without a row has the defaults. */
export const tokenPolicies = pgTable("token_policies", {
  workspaceId: id("workspace_id")
    .primaryKey()
    .references(() => workspaces.id, { onDelete: "cascade" }),
  /** The longest lifetime in days; null: as long as anyone likes. */
  longestLifetimeDays: integer("longest_lifetime_days"),
  neverExpiresAllowed: boolean("never_expires_allowed").notNull().default(true),
  strongScopesExpire: boolean("strong_scopes_expire").notNull().default(false),
  repositoryAdminsMayIssue: boolean("repository_admins_may_issue").notNull().default(true),
  /** Requests an hour that one token may make on /2.0/repositories; null: any number. */
  apiRequestsPerHour: integer("api_requests_per_hour").default(1_000),
  /** The same for git. */
  gitRequestsPerHour: integer("git_requests_per_hour").default(60_000),
  /** Whether a push that holds a live secret is refused. */
  refusesPushedSecrets: boolean("refuses_pushed_secrets").notNull().default(true),
  updatedAt: moment("updated_at").notNull(),
});
