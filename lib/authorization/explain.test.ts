import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tokenOperations } from "../access-tokens/token-operations";
import { ok } from "../errors";
import { listOperation, operation } from "../operation";
import { anyScope, can } from "./can";
import { type Asked, type Explained, explain, type Verdict } from "./explain";
import { conditionWords, verdictWords } from "./explain-words";
import type { AccessTokenPrincipal, Resource } from "./principal";
import { allScopes, assignableScopes, isScope } from "./scopes";

const w1 = { kind: "workspace", workspaceId: "w1" } as const;
const p1 = { kind: "project", workspaceId: "w1", projectId: "p1" } as const;
const r1 = { kind: "repository", workspaceId: "w1", projectId: "p1", repositoryId: "r1" } as const;
const resources: Resource[] = [
  w1,
  p1,
  r1,
  { ...p1, projectId: "p2" },
  { ...r1, repositoryId: "r2" },
  { ...r1, projectId: "p2", repositoryId: "r3" },
  { kind: "workspace", workspaceId: "w2" },
  { ...p1, workspaceId: "w2" },
  { ...r1, workspaceId: "w2" },
];
const unlimited = { addresses: null, addressMode: "enforce", refs: null } as const;
const usual: Explained = { owner: r1, scopes: ["pullrequest", "webhook"], limits: unlimited, state: "active" };
const reading: Asked & { kind: "operation" } = { kind: "operation", scope: "repository", lists: false, pushes: false };

/** The same question put to the real thing: an operation that finds the resource and does nothing. */
async function decided(token: Explained, asked: Asked & { kind: "operation" }, resource: Resource | null) {
  const principal: AccessTokenPrincipal = {
    kind: "access_token",
    accessTokenId: "t",
    tokenKind: token.owner.kind,
    workspaceId: token.owner.workspaceId,
    name: "t",
    botId: "b",
    secretId: "s",
    limits: token.limits,
    access: [{ resource: token.owner, scopes: token.scopes.filter(isScope) }],
  };
  const caller = { principal, address: null, requestId: null };
  const common = { name: "asked", input: z.object({}), missing: () => ({ what: "other", name: "it" }) as const };
  const ask = async () => {
    if (asked.lists && asked.scope !== anyScope) {
      const workspace = resource?.kind === "workspace" ? resource : null;
      const list = listOperation({
        ...common,
        scope: asked.scope,
        find: async () => workspace && { resource: workspace },
        run: async () => ok(null),
      });
      return list(caller, {});
    }
    const one = operation({
      ...common,
      scope: asked.scope,
      find: async () => resource && { resource },
      run: async () => ok(null),
    });
    return one(caller, {});
  };
  const result = await ask();
  return result.ok ? "allowed" : result.error.code;
}

const codes = { outside: "not_found", scope_missing: "insufficient_scope" } as const;

function codeOf({ rule, allowed }: Verdict): string {
  return allowed ? "allowed" : (codes[rule as keyof typeof codes] ?? rule);
}

const tokens = fc.record({
  owner: fc.constantFrom<Explained["owner"]>(w1, p1, r1),
  scopes: fc.uniqueArray(fc.constantFrom(...assignableScopes("workspace"), "repository:everything"), { maxLength: 4 }),
  limits: fc.constant(unlimited),
  state: fc.constant("active" as const),
});
const asking = fc.oneof(
  fc.constantFrom(...tokenOperations.flatMap(({ asked }) => (asked.kind === "operation" ? [asked] : []))),
  fc.record({
    kind: fc.constant("operation" as const),
    scope: fc.constantFrom(...allScopes),
    lists: fc.boolean(),
    pushes: fc.boolean(),
  }),
);
const something = fc.option(fc.constantFrom(...resources), { nil: null });

describe("an explanation", () => {
  it("is what the operation decides", { timeout: 30_000 }, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(tokens, asking, something, async (token, asked, resource) => {
        // A list is asked of workspaces.
        fc.pre(!asked.lists || resource === null || resource.kind === "workspace");
        const verdict = explain(token, asked, resource);
        seen.add(verdict.rule);
        expect(codeOf(verdict)).toBe(await decided(token, asked, resource));
      }),
      { numRuns: 3_000 },
    );
    expect([...seen].sort()).toEqual(["no_scope_needed", "outside", "scope_held", "scope_included", "scope_missing"]);
  });

  it("names a scope that really lets it through", () => {
    fc.assert(
      fc.property(tokens, asking, something, (token, asked, resource) => {
        fc.pre(!asked.lists);
        const verdict = explain(token, asked, resource);
        if (verdict.rule !== "scope_held" && verdict.rule !== "scope_included") return;
        const through = verdict.rule === "scope_held" ? verdict.scope : verdict.through;
        expect(token.scopes).toContain(through);
        const alone = {
          kind: "access_token",
          access: [{ resource: token.owner, scopes: [through].filter(isScope) }],
        } as const;
        expect(resource !== null && can(alone, asked.scope, resource)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(["revoked", "expired"] as const)("of a token that is %s says so and nothing else", (state) => {
    for (const asked of [reading, { kind: "closed" }, { kind: "own" }] as const) {
      const verdict = explain({ ...usual, state }, asked, r1);
      expect(verdict).toEqual({ allowed: false, status: 401, rule: state, conditions: [] });
    }
  });

  it("of what is closed doesn't depend on the resource or the scopes", () => {
    expect(explain({ ...usual, scopes: allScopes }, { kind: "closed" }, null)).toMatchObject({
      status: 403,
      rule: "closed",
    });
    expect(explain({ ...usual, scopes: [] }, { kind: "own" }, null)).toMatchObject({ status: 200, rule: "own" });
  });

  it("is the same for what lies outside the token's reach and what isn't there", () => {
    const elsewhere = { ...r1, repositoryId: "r9" };
    expect(explain(usual, reading, elsewhere)).toEqual(explain(usual, reading, null));
  });

  it("names what must hold besides", () => {
    const limits = { addresses: ["10.0.0.0/8"], addressMode: "enforce", refs: ["release/*"] } as const;
    const token: Explained = { ...usual, scopes: ["repository:write"], limits };
    const kinds = (asked: Asked, resource: Resource) =>
      explain(token, asked, resource).conditions.map(({ kind }) => kind);
    expect(kinds(reading, r1)).toEqual(["addresses"]);
    expect(kinds({ ...reading, scope: "repository:write", pushes: true }, r1)).toEqual(["addresses", "refs"]);
    expect(kinds({ ...reading, lists: true }, w1)).toEqual(["addresses", "parts"]);
    expect(kinds({ ...reading, scope: "webhook" }, r1)).toEqual([]);
  });
});

describe("the words of an explanation", () => {
  const said = (token: Explained, asked: Asked, resource: Resource | null) =>
    verdictWords(explain(token, asked, resource), { scopes: token.scopes, resource: "acme/api" });

  it("name the rule", () => {
    expect(said(usual, reading, r1)).toBe("This takes repository, which pullrequest includes.");
    expect(said(usual, { ...reading, scope: "webhook" }, r1)).toBe("This takes webhook, which the token has.");
    expect(said(usual, { ...reading, scope: "project" }, r1)).toBe(
      "This takes project. The token has pullrequest, webhook.",
    );
    expect(said(usual, { ...reading, scope: anyScope }, r1)).toMatch(/^This takes no certain scope/);
    expect(said(usual, reading, null)).toMatch(/^acme\/api lies outside the token’s reach, or isn’t there\./);
    expect(said(usual, { kind: "own" }, null)).toMatch(/^Every token/);
    expect(said(usual, { kind: "closed" }, null)).toMatch(/closed to access tokens/);
    expect(said({ ...usual, state: "expired" }, reading, r1)).toMatch(/expired/);
    expect(said({ ...usual, state: "revoked" }, reading, r1)).toMatch(/revoked/);
  });

  it("name the conditions", () => {
    const addresses = ["10.0.0.0/8", "::1"];
    expect(conditionWords({ kind: "addresses", addresses, mode: "enforce" })).toMatch(
      /^Only from 10\.0\.0\.0\/8, ::1\./,
    );
    expect(conditionWords({ kind: "addresses", addresses, mode: "watch" })).toMatch(/let in too, and noted/);
    expect(conditionWords({ kind: "refs", refs: ["release/*"] })).toBe("Only to refs that match release/*.");
    expect(conditionWords({ kind: "parts" })).toMatch(/nothing else/);
  });
});
