import { GroupedLookup } from "@/db/grouped-lookup";
import type { Caller, Resource } from "../authorization/principal";
import { isPossibleName, unbraced } from "../ids";

export type Plan = "free" | "standard" | "premium";

export type Workspace = {
  resource: Resource & { kind: "workspace" };
  id: string;
  slug: string;
  name: string;
  plan: Plan;
  createdAt: Date;
  updatedAt: Date;
};

/**
 * The workspace of that slug, or of that `{uuid}`. Says nothing of who may see it. An access token comes with its own
 * workspace, read with it a moment ago: that one needs no second query.
 */
export async function findWorkspace(slugOrUuid: string, caller?: Caller): Promise<Workspace | null> {
  const id = unbraced(slugOrUuid);
  const own = caller?.principal.kind === "access_token" ? caller.principal.workspace : undefined;
  if (own && (id ? own.id === id : own.slug === slugOrUuid.toLowerCase())) return own;
  if (!id && !isPossibleName(slugOrUuid)) return null;
  return id ? workspacesById.find(id) : workspacesBySlug.find(slugOrUuid.toLowerCase());
}

/** Whether a text names this workspace: its slug, or its `{uuid}`. */
export function isNamed({ id, slug }: Workspace, name: string): boolean {
  return name.toLowerCase() === slug || unbraced(name) === id;
}

/** What `readWorkspace` reads, from a row of `workspaces`. */
export const workspaceColumns = `workspaces.id, workspaces.slug, workspaces.name, workspaces.plan,
  extract(epoch from workspaces.created_at)::float8 * 1000, extract(epoch from workspaces.updated_at)::float8 * 1000`;

const workspacesBySlug = new GroupedLookup<Workspace>({
  name: "workspaces_by_slug",
  text: `select keys.position::int, ${workspaceColumns}
           from unnest($1::text[]) with ordinality as keys (slug_key, position)
           join workspaces on slug = slug_key`,
  read: readWorkspace,
});

const workspacesById = new GroupedLookup<Workspace>({
  name: "workspaces_by_id",
  text: `select keys.position::int, ${workspaceColumns}
           from unnest($1::uuid[]) with ordinality as keys (id_key, position)
           join workspaces on id = id_key`,
  read: readWorkspace,
});

export function readWorkspace(row: unknown[]): Workspace {
  const [id, slug, name, plan, createdAt, updatedAt] = row as [string, string, string, Plan, number, number];
  return {
    resource: { kind: "workspace", workspaceId: id },
    id,
    slug,
    name,
    plan,
    createdAt: new Date(createdAt),
    updatedAt: new Date(updatedAt),
  };
}
