import { describe, expect, it } from "vitest";
import { allScopes, assignableScopes, effectiveScopes, includes, roleScopes, type Scope, scopes } from "./scopes";

/** The contract: what each kind of token may hold, and what each scope implies. Written out, not derived. */
const published: Record<string, { kinds: string; implies: Scope[] }> = {
  repository: { kinds: "r p w", implies: [] },
  "repository:write": { kinds: "r p w", implies: ["repository"] },
  "repository:admin": { kinds: "r p w", implies: [] },
  "repository:delete": { kinds: "r p w", implies: [] },
  pullrequest: { kinds: "r p w", implies: ["repository"] },
  "pullrequest:write": { kinds: "r p w", implies: ["pullrequest", "repository:write", "repository"] },
  webhook: { kinds: "r p w", implies: [] },
  pipeline: { kinds: "r p w", implies: [] },
  "pipeline:write": { kinds: "r p w", implies: [] },
  "pipeline:variable": { kinds: "r p w", implies: [] },
  runner: { kinds: "r p w", implies: [] },
  "runner:write": { kinds: "r p w", implies: [] },
  project: { kinds: "p w", implies: ["repository"] },
  "project:admin": { kinds: "w", implies: [] },
  account: { kinds: "w", implies: [] },
};

describe("the scope table", () => {
  it("gives each kind of token exactly the scopes of the contract", () => {
    const ofKind = (letter: string) =>
      Object.keys(published).filter((scope) => published[scope]?.kinds.split(" ").includes(letter));
    expect(assignableScopes("repository")).toEqual(ofKind("r"));
    expect(assignableScopes("project")).toEqual(ofKind("p"));
    expect(assignableScopes("workspace")).toEqual(ofKind("w"));
    expect(["repository", "project", "workspace"].map((kind) => assignableScopes(kind as "project").length)).toEqual([
      12, 13, 15,
    ]);
  });

  it("implies exactly what the contract spells out, and nothing by name", () => {
    for (const [held, { implies }] of Object.entries(published)) {
      const worth = allScopes.filter((wanted) => includes(held, wanted));
      expect([held, worth]).toEqual([held, allScopes.filter((scope) => scope === held || implies.includes(scope))]);
    }
  });

  it("spells implications out in full: what is implied implies nothing more", () => {
    for (const scope of allScopes) {
      for (const implied of effectiveScopes([scope])) {
        expect(effectiveScopes([scope])).toEqual(expect.arrayContaining(effectiveScopes([implied])));
      }
    }
  });

  it("lets no token manage people, permissions, settings, plans or tokens", () => {
    const internal = allScopes.filter((scope) => !(scope in published));
    expect(new Set(internal)).toEqual(
      new Set([
        "user:self",
        "user:create",
        "workspace",
        "workspace:create",
        "workspace:admin",
        "workspace:plan",
        "membership:write",
        "permission:write",
        "audit_log",
        "access_token",
        "access_token:write",
      ]),
    );
    for (const scope of internal) expect(scopes[scope].assignableTo).toEqual([]);
  });

  it("makes an unknown stored scope worth nothing", () => {
    for (const wanted of allScopes) expect(includes("repository:everything", wanted)).toBe(false);
    expect(includes("toString", "repository")).toBe(false);
    expect(effectiveScopes(["", "*", "constructor"])).toEqual([]);
  });

  it("gives roles that grow: read within write within admin", () => {
    expect(roleScopes("write")).toEqual(expect.arrayContaining(roleScopes("read")));
    expect(roleScopes("admin")).toEqual(expect.arrayContaining(roleScopes("write")));
    expect(roleScopes("admin")).toEqual(expect.arrayContaining(roleScopes("member")));
    expect(roleScopes("member")).toEqual(["account", "workspace"]);
  });
});
