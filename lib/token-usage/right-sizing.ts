import {
  assignableScopes,
  effectiveScopes,
  includes,
  isScope,
  type ResourceKind,
  type Scope,
} from "../authorization/scopes";

/** What a token's requests demanded: a scope with how often; empty for what demands none. */
export type DemandedScope = { scope: string; requests: number };

/**
 * The narrowest grant that covers what was used: the demanded scopes themselves, without those that come with another
 * of them. Only what the token holds and its kind may hold; in table order.
 */
export function narrowestGrant(kind: ResourceKind, held: readonly string[], used: readonly DemandedScope[]): Scope[] {
  const allowed = effectiveScopes(held);
  const demanded = new Set(used.filter(({ requests }) => requests > 0).map(({ scope }) => scope));
  const grantable = assignableScopes(kind).filter((scope) => demanded.has(scope) && allowed.includes(scope));
  return grantable.filter((scope) => !grantable.some((other) => other !== scope && includes(other, scope)));
}

/** How often each granted scope was needed. What several of them cover counts for the one that allows least. */
export function timesNeeded(granted: readonly string[], used: readonly DemandedScope[]): Map<string, number> {
  const times = new Map(granted.map((scope) => [scope, 0]));
  const narrowestFirst = [...granted].sort((a, b) => effectiveScopes([a]).length - effectiveScopes([b]).length);
  for (const { scope, requests } of used) {
    const needed = isScope(scope) ? narrowestFirst.find((held) => includes(held, scope)) : undefined;
    if (needed !== undefined) times.set(needed, (times.get(needed) ?? 0) + requests);
  }
  return times;
}
