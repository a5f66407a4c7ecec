import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { expect, test } from "vitest";
import { can } from "../authorization/can";
import type { AccessTokenPrincipal, Resource, TokenLimits } from "../authorization/principal";
import { allScopes, assignableScopes } from "../authorization/scopes";
import { parseRange, rangesHold } from "./addresses";
import type { Grant } from "./insert-secret";
import { type Replaced, wideningProblems } from "./narrowing";
import { patternsAllow } from "./push-refs";

const now = new Date("2026-11-24T12:00:00Z");
const day = 24 * 60 * 60_000;

// Few of everything, so that many a replacement is no wider.
const scopes = fc.uniqueArray(fc.constantFrom(...assignableScopes("workspace")), { minLength: 1, maxLength: 15 });
const octet = fc.constantFrom(0, 1, 127, 128, 255);
const range = fc
  .oneof(
    fc.tuple(octet, octet, fc.integer({ min: 0, max: 32 })).map(([a, b, length]) => `10.${a}.${b}.0/${length}`),
    fc.tuple(octet, fc.integer({ min: 0, max: 128 })).map(([a, length]) => `2001:db8:${a}::/${length}`),
  )
  .map((text) => parseRange(text) ?? "");
const addresses = fc.option(fc.uniqueArray(range, { minLength: 1, maxLength: 3 }));
const pattern = fc
  .array(fc.constantFrom("a", "b", "/", "*"), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(""));
const refs = fc.option(fc.uniqueArray(fc.oneof(pattern, fc.constant("refs/tags/*")), { minLength: 1, maxLength: 3 }));
const limits = fc.record({ addresses, addressMode: fc.constantFrom("enforce" as const, "watch" as const), refs });

const lived = fc.integer({ min: 0, max: 100 });
const before: fc.Arbitrary<Replaced> = fc
  .tuple(scopes, limits, lived, fc.option(fc.integer({ min: 1, max: 200 })))
  .map(([scopes, limits, livedDays, lifetimeDays]) => {
    const since = new Date(now.getTime() - livedDays * day);
    return {
      scopes,
      ...limits,
      since,
      expiresAt: lifetimeDays === null ? null : new Date(since.getTime() + lifetimeDays * day),
    };
  });
const after: fc.Arbitrary<Grant> = fc
  .tuple(scopes, limits, fc.option(fc.integer({ min: 1, max: 200 })))
  .map(([scopes, limits, days]) => ({
    scopes,
    ...limits,
    expiresAt: days === null ? null : new Date(now.getTime() + days * day),
  }));

/** A replacement that may keep some of what the token has, and is made of something else for the rest. */
const replacement = fc
  .tuple(before, after, fc.record({ scopes: fc.boolean(), addresses: fc.boolean(), refs: fc.boolean() }))
  .map(([before, after, keep]) => {
    const grant: Grant = { ...after };
    if (keep.scopes) grant.scopes = assignableScopes("workspace").filter((scope) => before.scopes.includes(scope));
    if (keep.addresses) Object.assign(grant, { addresses: before.addresses, addressMode: before.addressMode });
    if (keep.refs) grant.refs = before.refs;
    return { before, after: grant };
  });

const [workspaceId, projectId, repositoryId] = ["w", "p", "r"];
const resources: Resource[] = [
  { kind: "workspace", workspaceId },
  { kind: "project", workspaceId, projectId },
  { kind: "repository", workspaceId, projectId, repositoryId },
  { kind: "workspace", workspaceId: "another" },
  { kind: "instance" },
];

function principalWith(scopes: readonly string[], limits: TokenLimits): AccessTokenPrincipal {
  return {
    kind: "access_token",
    accessTokenId: "t",
    tokenKind: "workspace",
    workspaceId,
    name: "t",
    botId: "b",
    secretId: "s",
    limits,
    access: [
      { resource: { kind: "workspace", workspaceId }, scopes: allScopes.filter((each) => scopes.includes(each)) },
    ],
  };
}

function letsIn({ addresses, addressMode }: TokenLimits, address: string): boolean {
  return addresses === null || addressMode === "watch" || rangesHold(addresses, address);
}

function letsPush({ refs }: TokenLimits, ref: string): boolean {
  return refs === null || patternsAllow(refs, ref);
}

/** Addresses in and around the ranges: the first and the last of each, and their neighbours. */
function addressesAround(ranges: readonly string[] | null): string[] {
  return (ranges ?? []).flatMap((range) => {
    const [first, length] = ipaddr.parseCIDR(range);
    const bytes = first.toByteArray();
    const last = bytes.map((byte, index) => byte | (0xff >> Math.min(8, Math.max(0, length - index * 8))));
    const [below, above] = [neighbour(bytes, -1), neighbour(last, 1)];
    return [bytes, last, below, above].map((each) => ipaddr.fromByteArray(each).toString());
  });
}

function neighbour(bytes: number[], step: 1 | -1): number[] {
  const end = bytes.length - 1;
  return bytes.map((byte, index) => (index === end ? (byte + step + 256) % 256 : byte));
}

const filling = fc.array(fc.constantFrom("a", "b", "/", "x"), { maxLength: 3 }).map((parts) => parts.join(""));

/** Refs that the patterns mean, each star stood in for. */
function refsOf(patterns: readonly string[] | null, fillings: readonly string[]): string[] {
  let used = 0;
  const fill = () => fillings[used++ % fillings.length] ?? "";
  const meant = (patterns ?? []).map((pattern) => pattern.replace(/\*/g, fill));
  return [...meant, "a", "b/a", "main"].map((ref) => (ref.startsWith("refs/") ? ref : `refs/heads/${ref}`));
}

test("a replacement that isn't refused may do nothing, from nowhere and for no longer than the token could", () => {
  let accepted = 0;
  fc.assert(
    fc.property(replacement, fc.array(filling, { minLength: 1, maxLength: 8 }), ({ before, after }, fillings) => {
      fc.pre(wideningProblems(before, after, now) === null);
      accepted += 1;
      const [old, replaced] = [principalWith(before.scopes, before), principalWith(after.scopes, after)];
      for (const scope of allScopes) {
        for (const resource of resources) {
          if (can(replaced, scope, resource)) expect(can(old, scope, resource), scope).toBe(true);
        }
      }
      for (const address of [...addressesAround(after.addresses), ...addressesAround(before.addresses), "192.0.2.1"]) {
        if (letsIn(after, address)) expect(letsIn(before, address), address).toBe(true);
      }
      for (const ref of refsOf(after.refs, fillings)) {
        if (letsPush(after, ref)) expect(letsPush(before, ref), ref).toBe(true);
      }
      if (before.expiresAt) {
        const lifetime = before.expiresAt.getTime() - before.since.getTime();
        expect((after.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - now.getTime()).toBeLessThanOrEqual(lifetime);
      }
    }),
    { numRuns: 500, maxSkipsPerRun: 100 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test("a replacement that keeps everything, or drops something, is never refused", () => {
  fc.assert(
    fc.property(before, fc.nat(), (token, which) => {
      const held = assignableScopes("workspace").filter((scope) => token.scopes.includes(scope));
      const grant = { ...token, scopes: held, expiresAt: token.expiresAt && sameLifetime(token) };
      expect(wideningProblems(token, grant, now)).toBeNull();
      const fewer = held.length > 1 ? held.filter((_, index) => index !== which % held.length) : held;
      const fewerRefs = token.refs?.slice(0, 1) ?? null;
      expect(wideningProblems(token, { ...grant, scopes: fewer, refs: fewerRefs }, now)).toBeNull();
    }),
  );
});

function sameLifetime({ since, expiresAt }: Replaced): Date {
  return new Date(now.getTime() + (expiresAt?.getTime() ?? 0) - since.getTime());
}
