import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { auditOf, lastAuditOf, liveSecretsOf, tokenRow } from "@/test-support/token-records";
import type { ExpiryInput } from "../access-tokens/expiry";
import { getAccessToken } from "../access-tokens/get";
import { issueAccessToken } from "../access-tokens/issue";
import { replaceAccessToken } from "../access-tokens/replace";
import { verifyAccessToken } from "../access-tokens/verify";
import type { Caller } from "../authorization/principal";
import { assignableScopes } from "../authorization/scopes";
import { countTokensOverPolicy, endTokensOverPolicy, exceeds } from "./exceeding";
import { findTokenPolicy } from "./find";
import { getTokenPolicy } from "./get";
import { defaultPolicy, policyProblem, type TokenPolicy } from "./policy";
import { updateTokenPolicy } from "./update";

const day = 24 * 60 * 60_000;

afterEach(() => {
  vi.useRealTimers();
});

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  return { caller: await callerOf(admin), workspace, project, repository, resource };
}
type World = Awaited<ReturnType<typeof setUp>>;

async function setPolicy({ caller, workspace }: Pick<World, "caller" | "workspace">, changes: Partial<TokenPolicy>) {
  const result = await updateTokenPolicy(caller, { workspace: workspace.slug, ...defaultPolicy, ...changes });
  expect(result.ok).toBe(true);
}

function issue({ caller, resource }: World, name: string, scopes: string[], expiry: ExpiryInput) {
  return issueAccessToken(caller, { resource, name, scopes, expiry });
}

describe("the policy of a workspace", () => {
  test("is what comes with Latchkey until it's set, and each change is written down", async () => {
    const world = await setUp();
    const input = { workspace: world.workspace.slug };
    expect(await getTokenPolicy(world.caller, input)).toEqual({ ok: true, value: defaultPolicy });
    await setPolicy(world, { longestLifetimeDays: 90, gitRequestsPerHour: null });
    expect(await findTokenPolicy(world.workspace.id)).toEqual({
      ...defaultPolicy,
      longestLifetimeDays: 90,
      gitRequestsPerHour: null,
    });
    expect(await lastAuditOf(world.workspace.id)).toMatchObject({
      action: "token_policy.updated",
      actorKind: "user",
      resourceKind: "workspace",
      details: {
        longestLifetimeDays: 90,
        longestLifetimeDays_before: null,
        gitRequestsPerHour: null,
        gitRequestsPerHour_before: 60_000,
      },
    });
  });

  test.each<[keyof TokenPolicy, Partial<TokenPolicy>]>([
    ["longestLifetimeDays", { longestLifetimeDays: 0 }],
    ["longestLifetimeDays", { longestLifetimeDays: 1.5 }],
    ["longestLifetimeDays", { longestLifetimeDays: 3651 }],
    ["apiRequestsPerHour", { apiRequestsPerHour: 0 }],
    ["gitRequestsPerHour", { gitRequestsPerHour: -1 }],
  ])("can't be nonsense: %s", async (field, change) => {
    const { caller, workspace } = await setUp();
    const input = { workspace: workspace.slug, ...defaultPolicy, ...change };
    expect(await updateTokenPolicy(caller, input)).toMatchObject({
      error: { code: "invalid_request", fields: { [field]: [expect.any(String)] } },
    });
    expect(await findTokenPolicy(workspace.id)).toEqual(defaultPolicy);
  });

  test("is read and set by admins of the workspace alone", async () => {
    const world = await setUp();
    const [member, repositoryAdmin] = [await makeUser(), await makeUser()];
    for (const each of [member, repositoryAdmin]) await makeMember(world.workspace, each);
    await makePermission(world.repository, repositoryAdmin, "admin");
    const token = await makeAccessToken(world.workspace, assignableScopes("workspace"));
    const input = { workspace: world.workspace.slug };
    const everything = (caller: Caller) => [
      getTokenPolicy(caller, input),
      updateTokenPolicy(caller, { ...input, ...defaultPolicy }),
      countTokensOverPolicy(caller, input),
      endTokensOverPolicy(caller, { ...input, warningDays: 1 }),
    ];
    for (const caller of [await callerOf(member), await callerOf(repositoryAdmin), await callerOfToken(token)]) {
      for (const result of await Promise.all(everything(caller))) {
        expect(result).toMatchObject({ error: { code: "insufficient_scope", required: "workspace:admin" } });
      }
    }
    for (const result of await Promise.all(everything((await setUp()).caller))) {
      expect(result).toMatchObject({ error: { code: "not_found" } });
    }
  });

  test("can leave issuing and replacing to admins of projects", async () => {
    const world = await setUp();
    const [ofRepository, ofProject] = [await makeUser(), await makeUser()];
    for (const each of [ofRepository, ofProject]) await makeMember(world.workspace, each);
    await makePermission(world.repository, ofRepository, "admin");
    await makePermission(world.project, ofProject, "admin");
    await setPolicy(world, { repositoryAdminsMayIssue: false });
    const [refused, allowed] = [await callerOf(ofRepository), await callerOf(ofProject)];
    const made = await issue({ ...world, caller: allowed }, "ci", ["repository"], "never");
    expect(made.ok).toBe(true);
    expect(await issue({ ...world, caller: refused }, "other", ["repository"], "never")).toMatchObject({
      error: { code: "refused_by_policy" },
    });
    const id = made.ok ? made.value.token.id : "";
    const detail = await getAccessToken(refused, { resource: world.resource, id });
    const newestSecretId = detail.ok ? (detail.value.secrets[0]?.id ?? null) : null;
    const input = { resource: world.resource, id, newestSecretId, scopes: ["repository"] };
    expect(await replaceAccessToken(refused, input)).toMatchObject({ error: { code: "refused_by_policy" } });
    expect(await replaceAccessToken(allowed, input)).toMatchObject({ ok: true });
  });
});

describe("tokens that exceed the policy", () => {
  test("get an end date on all their secrets after a warning, and no earlier end is put off", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime("2026-11-24T12:00:00Z");
    const world = await setUp();
    const elsewhere = await makeAccessToken(await makeWorkspace(), ["repository"]);
    const [never, soon, within] = [
      await makeAccessToken(world.repository, ["repository"]),
      await makeAccessToken(world.project, ["repository"], { expiresAt: new Date(Date.now() + 100 * day) }),
      await makeAccessToken(world.workspace, ["repository"], { expiresAt: new Date(Date.now() + 30 * day) }),
    ];
    const { resource, caller } = world;
    const detail = await getAccessToken(caller, { resource, id: never.id });
    const newestSecretId = detail.ok ? (detail.value.secrets[0]?.id ?? null) : null;
    const replacement = { resource, id: never.id, newestSecretId, scopes: ["repository"], overlapMinutes: 30 as const };
    const replaced = await replaceAccessToken(caller, replacement);
    expect(replaced.ok).toBe(true);

    await setPolicy(world, { longestLifetimeDays: 90 });
    const input = { workspace: world.workspace.slug };
    expect(await countTokensOverPolicy(caller, input)).toMatchObject({ value: { total: 2 } });
    const at = new Date(Date.now() + 14 * day);
    expect(await endTokensOverPolicy(caller, { ...input, warningDays: 14 })).toEqual({
      ok: true,
      value: { ended: 2, at },
    });

    for (const { id } of [never, soon]) {
      expect((await tokenRow(id)).expiresAt).toEqual(at);
      expect(await auditOf(id, "access_token.end_date_set")).toMatchObject([
        { details: { expires_at: at.toISOString() } },
      ]);
    }
    const ends = (await liveSecretsOf(never.id)).map(({ expiresAt }) => expiresAt?.getTime());
    expect(ends).toEqual([Date.now() + 30 * 60_000, at.getTime()]);
    expect((await tokenRow(within.id)).expiresAt).toEqual(new Date(Date.now() + 30 * day));
    expect(await auditOf(within.id, "access_token.end_date_set")).toEqual([]);
    expect((await tokenRow(elsewhere.id)).expiresAt).toBeNull();

    vi.setSystemTime(at.getTime() - 1);
    const newer = replaced.ok ? replaced.value.secret : "";
    expect(await verifyAccessToken(newer)).not.toBeNull();
    vi.setSystemTime(at);
    expect(await verifyAccessToken(newer)).toBeNull();
    expect(await countTokensOverPolicy(caller, input)).toMatchObject({ value: { total: 0 } });
  });
});

const policies: fc.Arbitrary<TokenPolicy> = fc.record({
  longestLifetimeDays: fc.option(fc.constantFrom(1, 7, 30, 90)),
  neverExpiresAllowed: fc.boolean(),
  strongScopesExpire: fc.boolean(),
  repositoryAdminsMayIssue: fc.constant(true),
  apiRequestsPerHour: fc.constant(null),
  gitRequestsPerHour: fc.constant(null),
  refusesPushedSecrets: fc.boolean(),
});
const scopeSets = fc.uniqueArray(fc.constantFrom(...assignableScopes("repository")), { minLength: 1, maxLength: 3 });
const expiries = fc.oneof(
  fc.constant("never" as const),
  fc.constantFrom(1, 6, 7, 8, 30, 31, 90, 91, 365).map((days) => ({ days })),
);

describe("whatever the policy", () => {
  test("the rule over rows finds exactly the tokens that nobody could issue so", async () => {
    const { workspace, repository } = await setUp();
    const now = new Date("2026-11-24T12:00:00Z");
    const ends = [
      null,
      ...[-1, 0, 1, 6, 7, 8, 29, 30, 31, 90, 91, 400].map((days) => new Date(now.getTime() + days * day)),
    ];
    for (const [index, expiresAt] of ends.entries()) {
      for (const scopes of [["repository"], ["repository", "repository:admin"], ["repository:delete"]] as const) {
        const values = { name: `${index} ${scopes.join()}`, ...(expiresAt ? { expiresAt } : undefined) };
        await makeAccessToken(repository, scopes, values);
      }
    }
    const all = await db().select().from(accessTokens).where(eq(accessTokens.workspaceId, workspace.id));
    expect(all).toHaveLength(3 * ends.length);
    await fc.assert(
      fc.asyncProperty(policies, async (policy) => {
        const found = await db()
          .select({ name: accessTokens.name })
          .from(accessTokens)
          .where(exceeds(policy, workspace.id, now))
          .orderBy(asc(accessTokens.id));
        const expected = all.filter(
          (token) => !(token.expiresAt && token.expiresAt <= now) && policyProblem(policy, token, now) !== null,
        );
        expect(found.map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
      }),
      { numRuns: 100 },
    );
  });

  test("nothing is issued or replaced beyond it, and nothing within it is refused for it", async () => {
    const world = await setUp();
    const { caller, resource } = world;
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        policies,
        policies,
        scopeSets,
        expiries,
        expiries,
        async (first, second, scopes, end, nextEnd) => {
          count += 1;
          await setPolicy(world, first);
          const result = await issue(world, `token ${count}`, scopes, end);
          judge(result, first, scopes, end);
          if (!result.ok) return;
          const { id } = result.value.token;
          await setPolicy(world, second);
          const detail = await getAccessToken(caller, { resource, id });
          const newestSecretId = detail.ok ? (detail.value.secrets[0]?.id ?? null) : null;
          const replacement = await replaceAccessToken(caller, {
            resource,
            id,
            newestSecretId,
            scopes,
            expiry: nextEnd,
          });
          const latest = detail.ok ? detail.value.latestEnd : null;
          const wider = latest !== null && (nextEnd === "never" || nextEnd.days * day > daysUntil(latest) * day);
          if (wider) expect(replacement).toMatchObject({ error: { fields: { expiry: [expect.any(String)] } } });
          else judge(replacement, second, scopes, nextEnd);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  type Outcome = Awaited<ReturnType<typeof issueAccessToken>>;

  function judge(outcome: Outcome, policy: TokenPolicy, scopes: readonly string[], expiry: ExpiryInput) {
    const now = new Date();
    const days = expiry === "never" ? null : "days" in expiry ? expiry.days : Number.NaN;
    const expiresAt = days === null ? null : new Date(now.getTime() + days * day);
    const problem = policyProblem(policy, { scopes, expiresAt }, now);
    if (problem === null) expect(outcome).toMatchObject({ ok: true });
    else expect(outcome).toMatchObject({ error: { code: "invalid_request", fields: { expiry: [problem] } } });
  }

  function daysUntil(moment: Date): number {
    return Math.round((moment.getTime() - Date.now()) / day);
  }
});
