import { and, arrayOverlaps, asc, eq, or, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { users } from "@/db/schema/users";
import { isLive, ownedBy } from "../access-tokens/view";
import { can } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { allScopes, includes, type ResourceKind } from "../authorization/scopes";
import { ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { operation } from "../operation";
import { memberHolds } from "../permissions/member-holds";
import type { Repository } from "../repositories/find";

type Offered<Item> = { items: Item[] /** There are others. */; more: boolean };

export type Exemptible = {
  people: Offered<{ id: string; name: string; email: string }>;
  tokens: Offered<{ id: string; name: string; kind: ResourceKind }>;
};

export const mostExemptible = 100;

/**
 * Whom a restriction of the repository can leave out, by name: people who may write, and active tokens that may push, as far
 * as the caller sees the tokens of their owner. Each up to a hundred.
 */
export const listExemptible = operation({
  name: "branch_restrictions.list_exemptible",
  scope: "repository:admin",
  input: RepositoryInput,
  ...namedRepository,
  run: async ({ caller, found }): Promise<Result<Exemptible>> =>
    ok({ people: cut(await writersOf(found)), tokens: cut(await pushingTokensOf(caller, found)) }),
});

function writersOf(repository: Repository) {
  return db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, repository.workspace.id), memberHolds(repository, ["write", "admin"])))
    .orderBy(asc(users.name), asc(users.id))
    .limit(mostExemptible + 1);
}

async function pushingTokensOf({ principal }: Caller, { resource, project, workspace }: Repository) {
  const owners = [resource, project.resource, workspace.resource].filter((owner) =>
    can(principal, "access_token", owner),
  );
  if (owners.length === 0) return [];
  const pushing = allScopes.filter((scope) => includes(scope, "repository:write"));
  return db()
    .select({ id: accessTokens.id, name: accessTokens.name, kind: accessTokens.kind })
    .from(accessTokens)
    .where(and(or(...owners.map(ownedBy)), isLive(new Date()), arrayOverlaps(accessTokens.scopes, pushing)))
    .orderBy(asc(sql`lower(${accessTokens.name})`), asc(accessTokens.id))
    .limit(mostExemptible + 1);
}

function cut<Item>(found: Item[]): Offered<Item> {
  return { items: found.slice(0, mostExemptible), more: found.length > mostExemptible };
}
