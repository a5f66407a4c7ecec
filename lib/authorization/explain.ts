import { anyScope, can, entersWorkspace, type RequiredScope, reach, sees } from "./can";
import type { Holder, Owner, Resource, TokenLimits } from "./principal";
import { includes, isScope, type Scope } from "./scopes";

/** What a token asks for. */
export type Asked =
  | { kind: "operation"; scope: RequiredScope; lists: boolean; pushes: boolean }
  /** Shut to every token. */
  | { kind: "closed" }
  /** About the token itself: open to every one that is live. */
  | { kind: "own" };

export type Explained = {
  owner: Exclude<Owner, { kind: "instance" }>;
  scopes: readonly string[];
  limits: TokenLimits;
  state: "active" | "expired" | "revoked";
};

/** The rule that decides, with how the request is answered. */
export type Verdict = { conditions: Condition[] } & (
  | { allowed: false; status: 401; rule: "revoked" | "expired" }
  | { allowed: false; status: 403; rule: "closed" }
  | { allowed: false; status: 404; rule: "outside" }
  | { allowed: false; status: 403; rule: "scope_missing"; scope: RequiredScope }
  | { allowed: true; status: 200; rule: "own" | "no_scope_needed" }
  | { allowed: true; status: 200; rule: "scope_held"; scope: Scope }
  | { allowed: true; status: 200; rule: "scope_included"; scope: Scope; through: string }
);

/** What must hold besides, or is worth knowing, where the rule says yes. */
export type Condition =
  | { kind: "addresses"; addresses: readonly string[]; mode: "enforce" | "watch" }
  | { kind: "refs"; refs: readonly string[] }
  /** A list shows what lies in the token's reach and nothing else. */
  | { kind: "parts" };

/**
 * What comes of a request, and why: the decisions of `operation` and `listOperation` in their order, with the rule that
 * made them. `resource` is null where there is none of that name. Pure.
 */
export function explain(token: Explained, asked: Asked, resource: Resource | null): Verdict {
  const conditions = conditionsOf(token, asked);
  if (token.state !== "active") return { allowed: false, status: 401, rule: token.state, conditions: [] };
  if (asked.kind === "closed") return { allowed: false, status: 403, rule: "closed", conditions: [] };
  if (asked.kind === "own") return { allowed: true, status: 200, rule: "own", conditions };

  const { scope } = asked;
  const holder = holderOf(token);
  if (!resource || !exists(holder, asked.lists, resource)) {
    return { allowed: false, status: 404, rule: "outside", conditions: [] };
  }
  if (!allows(holder, asked, resource)) {
    return { allowed: false, status: 403, rule: "scope_missing", scope, conditions: [] };
  }
  if (scope === anyScope) return { allowed: true, status: 200, rule: "no_scope_needed", conditions };
  if (token.scopes.includes(scope)) return { allowed: true, status: 200, rule: "scope_held", scope, conditions };
  const through = token.scopes.find((held) => includes(held, scope));
  if (through === undefined) throw new Error(`${scope} was allowed and nothing holds it.`);
  return { allowed: true, status: 200, rule: "scope_included", scope, through, conditions };
}

function holderOf({ owner, scopes }: Explained): Holder {
  // What isn't in the table holds nothing, as where a secret is verified.
  return { kind: "access_token", access: [{ resource: owner, scopes: scopes.filter(isScope) }] };
}

function exists(holder: Holder, lists: boolean, resource: Resource): boolean {
  return lists && resource.kind === "workspace" ? entersWorkspace(holder, resource) : sees(holder, resource);
}

function allows(holder: Holder, { scope, lists }: Asked & { kind: "operation" }, resource: Resource): boolean {
  if (!lists || resource.kind !== "workspace" || scope === anyScope) return can(holder, scope, resource);
  return reach(holder, scope, resource).length > 0;
}

function conditionsOf({ owner, limits }: Explained, asked: Asked): Condition[] {
  const { addresses, addressMode: mode, refs } = limits;
  const operation = asked.kind === "operation" ? asked : null;
  return [
    ...(addresses ? [{ kind: "addresses" as const, addresses, mode }] : []),
    ...(refs && operation?.pushes ? [{ kind: "refs" as const, refs }] : []),
    ...(operation?.lists && owner.kind !== "workspace" ? [{ kind: "parts" as const }] : []),
  ];
}
