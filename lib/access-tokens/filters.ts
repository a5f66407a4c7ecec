import { and, arrayOverlaps, asc, desc, gt, isNotNull, isNull, lte, type SQL, sql } from "drizzle-orm";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import { allScopes, scopeDefinition } from "../authorization/scopes";
import { exceeds } from "../token-policies/exceeding";
import type { TokenPolicy } from "../token-policies/policy";
import { daysAfter } from "./expiry";
import type { TokenFilter, TokenSort } from "./list-input";
import { isLive } from "./view";

/** What the conditions are about: a workspace as it is now. */
export type FilterContext = { workspaceId: string; policy: TokenPolicy; now: Date };

export const soonDays = 30;
export const unusedDays = 90;

/** The condition of a filter. It says nothing of whether the token is live. */
export function filterCondition(filter: TokenFilter, { workspaceId, policy, now }: FilterContext): SQL | undefined {
  switch (filter) {
    case "never_expires":
      return isNull(accessTokens.expiresAt);
    case "expires_soon":
      return and(gt(accessTokens.expiresAt, now), lte(accessTokens.expiresAt, daysAfter(now, soonDays)));
    case "unused":
      return sql`coalesce(${accessTokens.lastUsedAt}, ${accessTokens.createdAt}) < ${daysAfter(now, -unusedDays).toISOString()}::timestamptz`;
    case "strong_scopes":
      return arrayOverlaps(
        accessTokens.scopes,
        allScopes.filter((scope) => scopeDefinition(scope).strong),
      );
    case "over_policy":
      return exceeds(policy, workspaceId, now);
    case "issuer_left":
      return issuerLeft(workspaceId);
  }
}

/** Whoever issued it, or adopted it since, is no member any more. Nobody answers for what the command line issued. */
export function issuerLeft(workspaceId: string): SQL {
  const answers = sql`coalesce(${accessTokens.adoptedBy}, ${accessTokens.createdBy})`;
  return sql`(${answers} is not null and ${answers} not in (
    select ${memberships.userId} from ${memberships} where ${memberships.workspaceId} = ${workspaceId}))`;
}

export function stateCondition(state: "active" | "inactive", now: Date): SQL {
  return state === "active" ? sql`(${isLive(now)})` : sql`(not (${isLive(now)}))`;
}

/** The condition that the name holds the text. */
export function nameCondition(search: string): SQL | undefined {
  return search === "" ? undefined : sql`${accessTokens.name} ilike ${`%${search.replace(/[\\%_]/g, "\\$&")}%`}`;
}

/** In this order, and among equals the newest first. */
export function orderOf(sort: TokenSort): SQL[] {
  return [...leading(sort), desc(accessTokens.id)];
}

function leading(sort: TokenSort): SQL[] {
  switch (sort) {
    case "used":
      return [sql`${accessTokens.lastUsedAt} desc nulls last`];
    case "unused":
      return [sql`${accessTokens.lastUsedAt} asc nulls first`];
    case "ended":
      return [desc(sql`coalesce(${accessTokens.revokedAt}, ${accessTokens.expiresAt})`)];
    case "name":
      return [asc(sql`lower(${accessTokens.name})`)];
    case "created":
      return [];
    case "oldest":
      return [asc(accessTokens.createdAt)];
    case "expires":
      return [sql`${accessTokens.expiresAt} asc nulls last`];
  }
}

/** For counting several conditions in one pass. */
export function countOf(condition: SQL | undefined): SQL<number> {
  return sql<number>`count(*) filter (where ${condition ?? isNotNull(accessTokens.id)})::int`;
}
