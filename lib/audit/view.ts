import { and, eq, inArray, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { runners } from "@/db/schema/runners";
import { users } from "@/db/schema/users";
import type { Workspace } from "../workspaces/find";
import { type AuditGroup, groupOf, sentenceOf } from "./actions";
import type { EventRow } from "./select";
import { Told } from "./told";

/** An event for people and for exports. */
export type AuditEventView = {
  id: string;
  at: Date;
  /** As it is written down, such as `access_token.revoked`. */
  action: string;
  group: AuditGroup;
  /** What was done, in words. */
  sentence: string;
  actor: { kind: EventRow["actorKind"]; id: string | null; name: string };
  /** `acme`, `Platform (PLAT)` or `acme/api`. */
  resource: { kind: string; id: string | null; label: string };
  address: string | null;
  details: Record<string, unknown>;
};

/** The events with the names that their ids stand for today, or stood for when what they name was deleted. */
export async function toViews(workspace: Workspace, rows: readonly EventRow[]): Promise<AuditEventView[]> {
  const [people, tokens, runnerNames, resources] = await Promise.all([
    peopleIn(rows),
    tokensIn(workspace.id, rows),
    runnersIn(workspace.id, rows),
    resourcesIn(workspace, rows),
  ]);
  return rows.map(({ actorKind, actorId, resourceKind, resourceId, ...row }) => ({
    id: row.id,
    at: row.at,
    action: row.action,
    group: groupOf(row.action),
    sentence: sentenceOf(row.action, new Told(row.details, people)),
    actor: { kind: actorKind, id: actorId, name: actorName(actorKind, actorId, { people, tokens, runnerNames }) },
    resource: {
      kind: resourceKind,
      id: resourceId,
      label: resourceKind === "instance" ? "" : (resources.get(resourceId ?? "") ?? `a deleted ${resourceKind}`),
    },
    address: row.address,
    details: row.details,
  }));
}

type Names = ReadonlyMap<string, string>;

function actorName(
  kind: EventRow["actorKind"],
  id: string | null,
  { people, tokens, runnerNames }: Record<"people" | "tokens" | "runnerNames", Names>,
): string {
  switch (kind) {
    case "user":
      return people.get(id ?? "") ?? "A person whose account is gone";
    case "access_token":
      return tokens.get(id ?? "") ?? "A deleted token";
    case "runner":
      return runnerNames.get(id ?? "") ?? "A deleted runner";
    case "operator":
      return "The command line";
    case "system":
      return "Latchkey";
  }
}

async function peopleIn(rows: readonly EventRow[]): Promise<Names> {
  const ids = rows.flatMap(({ actorKind, actorId, details }) => [
    actorKind === "user" ? actorId : null,
    typeof details.user_id === "string" ? details.user_id : null,
  ]);
  return namesOf(ids, (known) =>
    db().select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, known)),
  );
}

async function tokensIn(workspaceId: string, rows: readonly EventRow[]): Promise<Names> {
  const ids = rows.map(({ actorKind, actorId }) => (actorKind === "access_token" ? actorId : null));
  return namesOf(ids, (known) =>
    db()
      .select({ id: accessTokens.id, name: accessTokens.name })
      .from(accessTokens)
      .where(and(eq(accessTokens.workspaceId, workspaceId), inArray(accessTokens.id, known))),
  );
}

async function runnersIn(workspaceId: string, rows: readonly EventRow[]): Promise<Names> {
  const ids = rows.map(({ actorKind, actorId }) => (actorKind === "runner" ? actorId : null));
  return namesOf(ids, (known) =>
    db()
      .select({ id: runners.id, name: runners.name })
      .from(runners)
      .where(and(eq(runners.workspaceId, workspaceId), inArray(runners.id, known))),
  );
}

async function resourcesIn(workspace: Workspace, rows: readonly EventRow[]): Promise<Names> {
  const ofKind = (kind: string) =>
    rows.map(({ resourceKind, resourceId }) => (resourceKind === kind ? resourceId : null));
  const [inWorkspace, repositoryNames, gone] = await Promise.all([
    namesOf(ofKind("project"), (known) =>
      db()
        .select({ id: projects.id, name: sql<string>`${projects.name} || ' (' || ${projects.key} || ')'` })
        .from(projects)
        .where(and(eq(projects.workspaceId, workspace.id), inArray(projects.id, known))),
    ),
    namesOf(ofKind("repository"), (known) =>
      db()
        .select({ id: repositories.id, name: sql<string>`${workspace.slug}::text || '/' || ${repositories.slug}` })
        .from(repositories)
        .where(and(eq(repositories.workspaceId, workspace.id), inArray(repositories.id, known))),
    ),
    namesOf([...ofKind("project"), ...ofKind("repository")], (known) =>
      db()
        .select({
          id: sql<string>`${auditEvents.resourceId}`,
          name: sql<string>`case when ${auditEvents.action} = 'project.deleted' then ${auditEvents.details} ->> 'key'
                                 else ${workspace.slug}::text || '/' || (${auditEvents.details} ->> 'slug') end`,
        })
        .from(auditEvents)
        .where(
          and(
            eq(auditEvents.workspaceId, workspace.id),
            sql`${auditEvents.action} in ('project.deleted', 'repository.deleted')`,
            inArray(auditEvents.resourceId, known),
          ),
        ),
    ),
  ]);
  return new Map([[workspace.id, workspace.slug], ...gone, ...inWorkspace, ...repositoryNames]);
}

async function namesOf(
  ids: readonly (string | null)[],
  find: (ids: string[]) => Promise<{ id: string; name: string }[]>,
): Promise<Names> {
  // A detail may hold anything: what is no id would make the query fail.
  const known = [...new Set(ids)].filter(
    (id) => id !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id),
  );
  if (known.length === 0) return new Map();
  return new Map((await find(known.filter((id) => id !== null))).map(({ id, name }) => [id, name]));
}
