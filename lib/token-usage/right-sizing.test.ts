import fc from "fast-check";
import { expect, it } from "vitest";
import { assignableScopes, effectiveScopes, includes, type ResourceKind } from "../authorization/scopes";
import { narrowestGrant, timesNeeded } from "./right-sizing";

const used = (...scopes: string[]) => scopes.map((scope) => ({ scope, requests: 3 }));

it.each<[ResourceKind, string[], string[], string[], string]>([
  ["repository", ["repository:write"], ["repository"], ["repository"], "reading alone needs no write"],
  [
    "repository",
    ["repository:write", "webhook"],
    ["repository", "repository:write"],
    ["repository:write"],
    "one has both",
  ],
  ["repository", ["pullrequest:write"], ["repository:write"], ["repository:write"], "what was implied is enough"],
  ["workspace", ["account", "repository:admin"], [""], [], "what demands no scope needs none"],
  ["workspace", ["account"], [], [], "nothing was used"],
  ["repository", ["repository"], ["repository:write"], [], "what it doesn't hold is never proposed"],
  ["project", ["project", "pipeline"], ["no longer a scope", "pipeline"], ["pipeline"], "unknown names fall away"],
])("a %s token with %j that needed %j could do with %j: %s", (kind, held, needed, grant, _why) => {
  expect(narrowestGrant(kind, held, used(...needed))).toEqual(grant);
});

it("a grant that is proposed covers what was used, and nothing that the token didn't hold", () => {
  const kinds = fc.constantFrom<ResourceKind>("repository", "project", "workspace");
  const cases = kinds.chain((kind) =>
    fc
      .subarray(assignableScopes(kind), { minLength: 1 })
      .chain((held) =>
        fc.record({ kind: fc.constant(kind), held: fc.constant(held), needed: fc.subarray(effectiveScopes(held)) }),
      ),
  );
  fc.assert(
    fc.property(cases, ({ kind, held, needed }) => {
      const grantable = needed.filter((scope) => assignableScopes(kind).includes(scope));
      const grant = narrowestGrant(kind, held, used(...needed));
      const without = (left: string) => grant.filter((scope) => scope !== left);
      expect(effectiveScopes(held)).toEqual(expect.arrayContaining(effectiveScopes(grant)));
      expect(effectiveScopes(grant)).toEqual(expect.arrayContaining(grantable));
      for (const scope of grant) {
        expect(grantable.every((each) => without(scope).some((other) => includes(other, each)))).toBe(false);
      }
    }),
  );
});

it("counts what several granted scopes cover for the one that allows least", () => {
  const times = timesNeeded(
    ["repository:write", "repository", "webhook"],
    [
      { scope: "repository", requests: 5 },
      { scope: "repository:write", requests: 2 },
      { scope: "", requests: 9 },
    ],
  );
  expect([...times]).toEqual([
    ["repository:write", 2],
    ["repository", 5],
    ["webhook", 0],
  ]);
  expect([...timesNeeded(["pullrequest:write"], used("repository"))]).toEqual([["pullrequest:write", 3]]);
});
