import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgEnum, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bytea, id, moment } from "./columns";

export const actorKind = pgEnum("actor_kind", ["user", "access_token", "runner", "operator", "system"]);

/**
 * Append-only, held by triggers. No foreign keys: it outlives what it tells of. Never holds a secret.
 * The rows of a workspace are a chain, and so are those of no workspace: each hash covers the one before it.
 */
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
    /** Place in the chain, from 1. A trigger fills this and the hash. */
    position: bigint("position", { mode: "number" }).notNull().default(0),
    /** SHA-256 over the hash before it and the row. */
    hash: bytea("hash").notNull().default(sql`'\\x'::bytea`),
  },
  (table) => [
    index("audit_events_workspace_at_idx").on(table.workspaceId, table.at),
    uniqueIndex("audit_events_chain_key").on(chainOf(table.workspaceId), table.position),
    index("audit_events_resource_idx").on(table.workspaceId, table.resourceId, table.at),
    // Sign-ins of the members of a workspace stand in its log.
    index("audit_events_person_idx").on(table.actorId, table.at).where(sql`${table.workspaceId} is null`),
    // What is gone is known by its last event alone.
    index("audit_events_deleted_idx")
      .on(table.workspaceId, table.resourceId)
      .where(sql`${table.action} in ('project.deleted', 'repository.deleted')`),
  ],
);

/** The last link of each chain: the lock under which the next one is put on. */
export const auditChains = pgTable("audit_chains", {
  /** The workspace, or the nil UUID for what belongs to none. */
  id: id().primaryKey(),
  position: bigint("position", { mode: "number" }).notNull(),
  hash: bytea("hash").notNull(),
});

function chainOf(workspaceId: unknown) {
  return sql`coalesce(${workspaceId}, '00000000-0000-0000-0000-000000000000'::uuid)`;
}
