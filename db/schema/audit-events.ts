import { index, jsonb, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { id, moment } from "./columns";

export const actorKind = pgEnum("actor_kind", ["user", "access_token", "operator"]);

/** Append-only. No foreign keys: it outlives what it tells of. Never holds a secret. */
export const auditEvents = pgTable(
  "audit_events",
  {
    id: id().primaryKey(),
    at: moment("at").notNull(),
    /** Null for what belongs to no workspace: sign-ins, password changes. */
    workspaceId: id("workspace_id"),
    actorKind: actorKind("actor_kind").notNull(),
    actorId: id("actor_id"),
    action: text("action").notNull(),
    resourceKind: text("resource_kind").notNull(),
    resourceId: id("resource_id"),
    address: text("address"),
    requestId: text("request_id"),
    details: jsonb("details").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [index("audit_events_workspace_at_idx").on(table.workspaceId, table.at)],
);
