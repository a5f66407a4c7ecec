import { and, eq, inArray, type SQL } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { projects } from "@/db/schema/projects";
import { repositories } from "@/db/schema/repositories";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, ResourceName } from "../resource-name";
import { findTokenPolicy } from "../token-policies/find";
import { findWorkspace, type Workspace } from "../workspaces/find";
import { countOf, type FilterContext, filterCondition, nameCondition, orderOf, stateCondition } from "./filters";
import { listFields, mostAtOnce, sortOf, type TokenFilter, tokenFilters, tokensPerPage } from "./list-input";
import { type AccessTokenView, ownedBy, selectTokenViews, toView } from "./view";

/** A token with the resource that it belongs to; null where that was deleted. */
export type OwnedTokenView = AccessTokenView & { owner: { name: ResourceName; label: string } | null };

export type WorkspaceTokenPage = {
  tokens: OwnedTokenView[];
  counts: { active: number; inactive: number };
  /** How many of the active ones each filter leaves. */
  filters: Record<TokenFilter, number>;
  matching: number;
  page: number;
  pageCount: number;
};

const WorkspaceList = z.object({ workspace: z.string(), ...listFields });

const ofWorkspace = {
  // Held on the workspace itself by its admins alone: what lies beneath it is theirs to see.
  scope: "access_token",
  input: WorkspaceList,
  find: ({ workspace }: { workspace: string }) => findWorkspace(workspace),
  missing: ({ workspace }: { workspace: string }) => ({ what: "workspace", name: workspace }) as const,
} as const;

/** All tokens of a workspace, its projects and its repositories. */
export const listWorkspaceTokens = operation({
  name: "access_tokens.list_all",
  ...ofWorkspace,
  run: async ({ input, found }): Promise<Result<WorkspaceTokenPage>> => {
    const context = await contextOf(found);
    const matches = matching(input, context);
    const active = stateCondition("active", context.now);
    // One pass over the workspace's tokens for all of them.
    const [row] = await db()
      .select({
        active: countOf(active),
        inactive: countOf(stateCondition("inactive", context.now)),
        matching: countOf(matches),
        never_expires: countOf(and(active, filterCondition("never_expires", context))),
        expires_soon: countOf(and(active, filterCondition("expires_soon", context))),
        unused: countOf(and(active, filterCondition("unused", context))),
        strong_scopes: countOf(and(active, filterCondition("strong_scopes", context))),
        over_policy: countOf(and(active, filterCondition("over_policy", context))),
        issuer_left: countOf(and(active, filterCondition("issuer_left", context))),
      })
      .from(accessTokens)
      .where(eq(accessTokens.workspaceId, found.id));
    const count = (name: TokenFilter | "active" | "inactive" | "matching") => row?.[name] ?? 0;
    const pageCount = Math.max(1, Math.ceil(count("matching") / tokensPerPage));
    const page = Math.min(input.page, pageCount);
    return ok({
      tokens: await readTokens(found, context.now, matches, orderOf(sortOf(input)), {
        limit: tokensPerPage,
        offset: (page - 1) * tokensPerPage,
      }),
      counts: { active: count("active"), inactive: count("inactive") },
      filters: Object.fromEntries(tokenFilters.map((name) => [name, count(name)])) as Record<TokenFilter, number>,
      matching: count("matching"),
      page,
      pageCount,
    });
  },
});

/** The same tokens over all pages, up to as many as can be revoked together. */
export const listMatchingTokens = operation({
  name: "access_tokens.list_matching",
  ...ofWorkspace,
  run: async ({ input, found }): Promise<Result<OwnedTokenView[]>> => {
    const context = await contextOf(found);
    const chosen = { limit: mostAtOnce, offset: 0 };
    return ok(await readTokens(found, context.now, matching(input, context), orderOf(sortOf(input)), chosen));
  },
});

/** The same tokens without pages, handed out in batches: for an export. */
export const exportWorkspaceTokens = operation({
  name: "access_tokens.export_all",
  ...ofWorkspace,
  run: async ({ input, found }): Promise<Result<AsyncGenerator<OwnedTokenView[]>>> => {
    const context = await contextOf(found);
    return ok(inBatches(found, context.now, matching(input, context), orderOf(sortOf(input))));
  },
});

/** The same for the tokens that belong to one resource itself. */
export const exportAccessTokens = operation({
  name: "access_tokens.export",
  scope: "access_token",
  input: z.object({ resource: ResourceName, ...listFields }),
  find: ({ resource }) => findResource(resource),
  missing: ({ resource }) => missingResource(resource),
  run: async ({ input, found }): Promise<Result<AsyncGenerator<OwnedTokenView[]>>> => {
    const context = await contextOf(found.workspace);
    const matches = and(ownedBy(found.resource), matching(input, context));
    return ok(inBatches(found.workspace, context.now, matches, orderOf(sortOf(input))));
  },
});

const batch = 1_000;

async function* inBatches(
  workspace: Workspace,
  now: Date,
  matches: SQL | undefined,
  order: SQL[],
): AsyncGenerator<OwnedTokenView[]> {
  // The rows are chosen once; a token that changes its place meanwhile is neither lost nor doubled.
  const ids = await db()
    .select({ id: accessTokens.id })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, workspace.id), matches))
    .orderBy(...order);
  for (let from = 0; from < ids.length; from += batch) {
    const some = ids.slice(from, from + batch).map(({ id }) => id);
    const read = await readTokens(workspace, now, inArray(accessTokens.id, some), order, { limit: batch, offset: 0 });
    if (read.length > 0) yield read;
  }
}

async function contextOf(workspace: Workspace): Promise<FilterContext> {
  return { workspaceId: workspace.id, policy: await findTokenPolicy(workspace.id), now: new Date() };
}

function matching(
  input: Pick<z.output<typeof WorkspaceList>, "state" | "filter" | "search">,
  context: FilterContext,
): SQL | undefined {
  return and(
    stateCondition(input.state, context.now),
    input.filter && filterCondition(input.filter, context),
    nameCondition(input.search),
  );
}

async function readTokens(
  workspace: Workspace,
  now: Date,
  condition: SQL | undefined,
  order: SQL[],
  { limit, offset }: { limit: number; offset: number },
): Promise<OwnedTokenView[]> {
  // First which, then what is shown of them: otherwise all of them are joined before they are cut.
  const chosen = db()
    .select({ id: accessTokens.id })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, workspace.id), condition))
    .orderBy(...order)
    .limit(limit)
    .offset(offset);
  const rows = await selectTokenViews()
    .where(and(eq(accessTokens.workspaceId, workspace.id), inArray(accessTokens.id, chosen)))
    .orderBy(...order);
  const owners = await ownersOf(
    workspace,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...toView(row, now), owner: owners.get(row.id) ?? null }));
}

async function ownersOf(workspace: Workspace, ids: string[]): Promise<Map<string, OwnedTokenView["owner"]>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select({
      id: accessTokens.id,
      kind: accessTokens.kind,
      key: projects.key,
      project: projects.name,
      slug: repositories.slug,
    })
    .from(accessTokens)
    .leftJoin(projects, eq(projects.id, accessTokens.projectId))
    .leftJoin(repositories, eq(repositories.id, accessTokens.repositoryId))
    .where(and(eq(accessTokens.workspaceId, workspace.id), inArray(accessTokens.id, ids)));
  return new Map(rows.map(({ id, ...row }) => [id, ownerOf(workspace, row)]));
}

type OwnerRow = { kind: AccessTokenView["kind"]; key: string | null; project: string | null; slug: string | null };

function ownerOf(workspace: Workspace, { kind, key, project, slug }: OwnerRow): OwnedTokenView["owner"] {
  if (kind === "workspace") return { name: { kind, workspace: workspace.slug }, label: workspace.slug };
  if (kind === "project") {
    return key === null ? null : { name: { kind, workspace: workspace.slug, project: key }, label: project ?? key };
  }
  if (slug === null) return null;
  return { name: { kind, workspace: workspace.slug, repository: slug }, label: `${workspace.slug}/${slug}` };
}
