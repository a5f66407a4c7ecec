import { and, type SQL, sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { auditEvents } from "@/db/schema/audit-events";
import type { Resource } from "../authorization/principal";
import { daysBefore } from "../token-usage/days";
import { actionsCalled, actionsIn } from "./actions";
import type { AuditFilter, Cursor } from "./filter";

/** A log: the events of one resource, and of the repositories in it where it is a project. */
export type LogOf = Exclude<Resource, { kind: "instance" }>;

export type EventRow = Pick<
  typeof auditEvents.$inferSelect,
  "id" | "workspaceId" | "actorKind" | "actorId" | "action" | "resourceKind" | "resourceId" | "address" | "details"
> & { at: Date };

export type Place = { before: Cursor } | { after: Cursor } | null;

/**
 * At most so many events of a log, the newest first: the newest of all, or those next to a place. A workspace's log has
 * the sign-ins of those who are its members, from the day on which they became that.
 */
export async function selectEvents(log: LogOf, filter: AuditFilter, place: Place, limit: number): Promise<EventRow[]> {
  const forwards = place !== null && "after" in place;
  const matches = and(matching(log.workspaceId, filter), place ? nextTo(place) : undefined) ?? sql`true`;
  const order = forwards ? sql`order by event.at, event.id` : sql`order by event.at desc, event.id desc`;
  const ofResource = sql`
    (select event.* from audit_events event
      where event.workspace_id = ${log.workspaceId} and ${belongsTo(log)} and ${matches} ${order} limit ${limit})`;
  const events =
    log.kind === "workspace" ? sql`${ofResource} union all ${ofMembers(log, matches, order, limit)}` : ofResource;
  const { rows } = await db().execute<Omit<EventRow, "at"> & { at: string }>(sql`
    select id, (extract(epoch from at) * 1000)::bigint::text as at, workspace_id as "workspaceId",
           actor_kind as "actorKind", actor_id as "actorId", action, resource_kind as "resourceKind",
           resource_id as "resourceId", address, details
      from (${events}) event ${order} limit ${limit}`);
  const found = rows.map((row) => ({ ...row, at: new Date(Number(row.at)) }));
  return forwards ? found.reverse() : found;
}

/** Each member's newest, off an index: of all who ever signed in, few may be members. */
function ofMembers(log: LogOf, matches: SQL, order: SQL, limit: number): SQL {
  return sql`
    (select event.* from memberships
      cross join lateral (
        select event.* from audit_events event
         where event.workspace_id is null and event.actor_id = memberships.user_id
           and event.actor_kind = 'user' and event.at >= memberships.created_at
           and event.action = any(${sql.param(actionsIn("sign_ins"))}::text[]) and ${matches} ${order} limit ${limit}
      ) event
      where memberships.workspace_id = ${log.workspaceId} ${order} limit ${limit})`;
}

function belongsTo(log: LogOf): SQL {
  switch (log.kind) {
    case "workspace":
      return sql`true`;
    case "repository":
      return sql`event.resource_id = ${log.repositoryId}`;
    case "project":
      return sql`(event.resource_id = ${log.projectId} or event.resource_id in (
        select id from repositories where workspace_id = ${log.workspaceId} and project_id = ${log.projectId}
        union all
        select gone.resource_id from audit_events gone
         where gone.workspace_id = ${log.workspaceId} and gone.action = 'repository.deleted'
           and gone.details ->> 'project_id' = ${log.projectId}))`;
  }
}

function nextTo(place: NonNullable<Place>): SQL {
  const row = sql`(event.at, event.id)`;
  return "before" in place ? sql`${row} < ${momentAndId(place.before)}` : sql`${row} > ${momentAndId(place.after)}`;
}

function momentAndId({ at, id }: Cursor): SQL {
  return sql`(${at.toISOString()}::timestamptz, ${id}::uuid)`;
}

function matching(workspaceId: string, { group, actor, from, to, search }: AuditFilter): SQL | undefined {
  return and(
    group === null ? undefined : sql`event.action = any(${sql.param(actionsIn(group))}::text[])`,
    actor === null ? undefined : byActor(actor),
    from === null ? undefined : sql`event.at >= ${startOf(from)}::timestamptz`,
    to === null ? undefined : sql`event.at < ${startOf(daysBefore(new Date(startOf(to)), -1))}::timestamptz`,
    search === "" ? undefined : speaksOf(workspaceId, search),
  );
}

function byActor(actor: NonNullable<AuditFilter["actor"]>): SQL {
  switch (actor) {
    case "user":
    case "access_token":
    case "runner":
    case "operator":
    case "system":
      return sql`event.actor_kind = ${actor}`;
    default:
      return sql`event.actor_id = ${actor}::uuid`;
  }
}

function startOf(day: string): string {
  return `${day}T00:00:00.000Z`;
}

/** In the action's name, its details and address, and in the names of those who did it and to whom or what. */
function speaksOf(workspaceId: string, search: string): SQL {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  return sql`(
    event.action = any(${sql.param(actionsCalled(search))}::text[])
    or event.address ilike ${pattern}
    or jsonb_path_query_array(event.details, '$.*')::text ilike ${pattern}
    or event.actor_id in (select id from users where name ilike ${pattern})
    or event.details ->> 'user_id' in (select id::text from users where name ilike ${pattern})
    or event.actor_id in (select id from access_tokens where workspace_id = ${workspaceId} and name ilike ${pattern})
    or event.actor_id in (select id from runners where workspace_id = ${workspaceId} and name ilike ${pattern})
    or event.resource_id in (
      select id from projects where workspace_id = ${workspaceId} and (name ilike ${pattern} or key ilike ${pattern})
      union all
      select id from repositories where workspace_id = ${workspaceId} and (name ilike ${pattern} or slug ilike ${pattern})))`;
}
