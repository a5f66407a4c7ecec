import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { memberships } from "@/db/schema/memberships";
import {
  callerOf,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestUser,
} from "@/test-support/factories";
import type { Caller } from "../authorization/principal";
import { allScopes, scopeDefinition } from "../authorization/scopes";
import { newId } from "../ids";
import type { Project } from "../projects/find";
import type { Repository } from "../repositories/find";
import { defaultPolicy, holdsStrongScope, policyProblem, type TokenPolicy } from "../token-policies/policy";
import { updateTokenPolicy } from "../token-policies/update";
import { listAccessTokens } from "./list";
import { listWorkspaceTokens } from "./list-all";
import { type TokenFilter, tokenFilters } from "./list-input";
import { newBotId } from "./secret";

const dayMs = 24 * 60 * 60_000;

/** Days from now, with half a day more, so that no limit is met while the test runs. */
const daysFromNow = (days: number) => new Date(Date.now() + (days + 0.5) * dayMs);

/** Many near a limit, some anywhere. */
const near = (limit: number, min: number, max: number) =>
  fc.oneof(fc.integer({ min: limit - 2, max: limit + 1 }), fc.integer({ min, max }));

const person = fc.constantFrom("admin" as const, "left" as const, null);
const randomToken = fc.record({
  kind: fc.constantFrom("workspace" as const, "project" as const, "repository" as const),
  scopes: fc.subarray(
    allScopes.filter((scope) => scopeDefinition(scope).assignableTo.length > 0),
    { minLength: 1, maxLength: 4 },
  ),
  createdDaysAgo: near(90, 0, 200),
  usedDaysAgo: fc.option(near(90, 0, 200)),
  endsInDays: fc.option(near(30, -20, 100)),
  revoked: fc.boolean(),
  createdBy: person,
  adoptedBy: person,
});
type RandomToken = typeof randomToken extends fc.Arbitrary<infer Value> ? Value : never;

const randomPolicy = fc.record({
  longestLifetimeDays: fc.option(near(30, 1, 100)),
  neverExpiresAllowed: fc.boolean(),
  strongScopesExpire: fc.boolean(),
});

type Row = typeof accessTokens.$inferInsert;

/** The filters, said again in plain steps over one token. */
function keeps(filter: TokenFilter, row: Row, policy: TokenPolicy, left: TestUser): boolean {
  const now = new Date();
  const expiresAt = row.expiresAt ?? null;
  switch (filter) {
    case "never_expires":
      return expiresAt === null;
    case "expires_soon":
      return expiresAt !== null && expiresAt.getTime() - now.getTime() <= 30 * dayMs;
    case "unused":
      return now.getTime() - (row.lastUsedAt ?? row.createdAt).getTime() > 90 * dayMs;
    case "strong_scopes":
      return holdsStrongScope(row.scopes);
    case "over_policy":
      return policyProblem(policy, { scopes: row.scopes, expiresAt }, now) !== null;
    case "issuer_left":
      return (row.adoptedBy ?? row.createdBy) === left.id;
  }
}

it("each filter leaves the tokens that its words say: in both lists, over all pages, and in its count", async () => {
  const admin = await makeUser();
  const left = await makeUser();
  const kept = new Set<TokenFilter>();
  const refused = new Set<TokenFilter>();
  const tokens = fc.array(randomToken, { maxLength: 70 });
  await fc.assert(
    fc.asyncProperty(tokens, randomPolicy, async (random, ends) => {
      const { workspace, repository, project, caller } = await world(admin, left);
      const rows = random.map((token) => rowOf(token, { project, repository, admin, left }));
      if (rows.length > 0) await db().insert(accessTokens).values(rows);
      const policy = { ...defaultPolicy, ...ends };
      await updateTokenPolicy(caller, { workspace: workspace.slug, ...policy });
      const active = rows.filter((row) => !row.revokedAt && (!row.expiresAt || row.expiresAt > new Date()));
      for (const filter of tokenFilters) {
        const wanted = active.filter((row) => keeps(filter, row, policy, left));
        if (wanted.length > 0) kept.add(filter);
        if (wanted.length < active.length) refused.add(filter);
        const listed = await walk(caller, workspace.slug, filter);
        expect(listed.ids, filter).toEqual(idsOf(wanted));
        expect(listed.count, filter).toBe(wanted.length);
        const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
        const own = await listAccessTokens(caller, { resource, filter });
        const ofRepository = wanted.filter(({ kind }) => kind === "repository");
        expect(own.ok && own.value.matching, filter).toBe(ofRepository.length);
      }
    }),
    { numRuns: 25 },
  );
  expect([...kept].sort()).toEqual([...tokenFilters].sort());
  expect([...refused].sort()).toEqual([...tokenFilters].sort());
}, 60_000);

async function world(admin: TestUser, left: TestUser) {
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, left);
  await db()
    .delete(memberships)
    .where(and(eq(memberships.workspaceId, workspace.id), eq(memberships.userId, left.id)));
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  return { workspace, project, repository, caller: await callerOf(admin) };
}

function rowOf(
  token: RandomToken,
  { project, repository, admin, left }: { project: Project; repository: Repository; admin: TestUser; left: TestUser },
): Row {
  const people = { admin: admin.id, left: left.id };
  const id = newId();
  return {
    id,
    workspaceId: project.workspace.id,
    kind: token.kind,
    projectId: token.kind === "project" ? project.id : null,
    repositoryId: token.kind === "repository" ? repository.id : null,
    name: id,
    scopes: token.scopes,
    botId: newBotId(),
    createdAt: daysFromNow(-token.createdDaysAgo - 1),
    createdBy: token.createdBy && people[token.createdBy],
    adoptedBy: token.adoptedBy && people[token.adoptedBy],
    adoptedAt: token.adoptedBy && new Date(),
    lastUsedAt: token.usedDaysAgo === null ? null : daysFromNow(-token.usedDaysAgo - 1),
    expiresAt: token.endsInDays === null ? null : daysFromNow(token.endsInDays),
    revokedAt: token.revoked ? new Date() : null,
    endReason: token.revoked ? "revoked" : null,
  };
}

async function walk(caller: Caller, workspace: string, filter: TokenFilter) {
  const ids: string[] = [];
  for (let page = 1; ; page += 1) {
    const listed = await listWorkspaceTokens(caller, { workspace, filter, page });
    if (!listed.ok) throw new Error(listed.error.code);
    ids.push(...listed.value.tokens.map(({ id }) => id));
    if (page >= listed.value.pageCount) return { ids: ids.sort(), count: listed.value.filters[filter] };
  }
}

function idsOf(rows: Row[]): string[] {
  return rows.map(({ id }) => id).sort();
}
