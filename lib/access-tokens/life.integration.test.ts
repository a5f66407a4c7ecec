import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
import { auditOf, endedSecretsOf, liveSecretsOf, noticesOf, tokenRow } from "@/test-support/token-records";
import type { Caller } from "../authorization/principal";
import { endReportedSecrets } from "../leaks/end-reported";
import type { ResourceName } from "../resource-name";
import { endOldSecret } from "./end-old-secret";
import { sweepExpiredSecrets } from "./expire";
import { getAccessToken } from "./get";
import { issueAccessToken } from "./issue";
import { overlaps } from "./overlap";
import { replaceAccessToken } from "./replace";
import { revokeAccessToken } from "./revoke";
import type { TokenSecret } from "./secret";
import { verifyAccessToken } from "./verify";

const start = new Date("2026-11-24T12:00:00Z");
const [minute, day] = [60_000, 24 * 60 * 60_000];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(start);
});
afterEach(() => {
  vi.useRealTimers();
});

function pass(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  return { caller: await callerOf(admin), workspace, project, repository, resource };
}
type World = Awaited<ReturnType<typeof setUp>>;
type Place = { caller: Caller; resource: ResourceName };

type Grant = Omit<Parameters<typeof issueAccessToken>[1], "resource" | "name">;

async function issued({ caller, resource }: Place, grant: Partial<Grant> = {}) {
  const result = await issueAccessToken(caller, { resource, name: "ci", scopes: ["repository"], ...grant });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return { id: result.value.token.id, secret: result.value.secret };
}

/** The secret that a replacement asked for now would name. */
async function newestSecretId({ caller, resource }: Place, id: string) {
  const detail = await getAccessToken(caller, { resource, id });
  if (!detail.ok) throw new Error(JSON.stringify(detail.error));
  return detail.value.secrets.find(({ old }) => !old)?.id ?? null;
}

type Replacement = Partial<Omit<Parameters<typeof replaceAccessToken>[1], "resource" | "id">>;

async function replace(world: Place, id: string, changes: Replacement = {}) {
  const { caller, resource } = world;
  return replaceAccessToken(caller, {
    resource,
    id,
    newestSecretId: await newestSecretId(world, id),
    scopes: ["repository"],
    ...changes,
  });
}

async function replaced(world: World, id: string, changes: Replacement = {}): Promise<TokenSecret> {
  const result = await replace(world, id, changes);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.secret;
}

async function opens(secret: string): Promise<boolean> {
  return (await verifyAccessToken(secret)) !== null;
}

describe("a replacement", () => {
  test("keeps the token and its bot, and lets both secrets in until the overlap is over", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world);
    const before = await tokenRow(id);
    const newer = await replaced(world, id, { overlapMinutes: 30 });
    expect(await tokenRow(id)).toMatchObject({ name: before.name, botId: before.botId, replacedAt: start });
    const [old, current] = await Promise.all([secret, newer].map((each) => verifyAccessToken(each)));
    expect(old).toMatchObject({ accessTokenId: id });
    expect(current).toMatchObject({ accessTokenId: id });
    expect(old?.secretId).not.toBe(current?.secretId);

    pass(30 * minute - 1);
    expect(await opens(secret)).toBe(true);
    pass(1);
    expect([await opens(secret), await opens(newer)]).toEqual([false, true]);
  });

  test("without an overlap ends the old secret at once", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world);
    const newer = await replaced(world, id, { overlapMinutes: 0 });
    expect([await opens(secret), await opens(newer)]).toEqual([false, true]);
    expect(await endedSecretsOf(id)).toMatchObject([{ reason: "replaced", endedAt: start }]);
  });

  test("lets no old secret live past its own end", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world, { expiry: { days: 1 } });
    await replaced(world, id, { overlapMinutes: 10_080, expiry: { days: 1 } });
    pass(day);
    expect(await opens(secret)).toBe(false);
  });

  test("that is sent again makes no third secret and ends no new one", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world);
    const first = { newestSecretId: await newestSecretId(world, id), overlapMinutes: 0 } as const;
    const newer = await replaced(world, id, first);
    expect(await replace(world, id, first)).toMatchObject({ error: { code: "conflict" } });
    expect([await opens(secret), await opens(newer)]).toEqual([false, true]);
    expect(await liveSecretsOf(id)).toHaveLength(1);
    expect(await auditOf(id, "access_token.replaced")).toHaveLength(1);
  });

  test("that is sent several times at once happens once", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world);
    const input = { newestSecretId: await newestSecretId(world, id) };
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => replace(world, id, input)));
    expect(outcomes.map(({ ok }) => ok).sort()).toEqual([false, false, false, true]);
    expect(await liveSecretsOf(id)).toHaveLength(2);
    expect(await opens(secret)).toBe(true);
  });

  test("waits until the old secret of the last one has ended", async () => {
    const world = await setUp();
    const { id } = await issued(world);
    await replaced(world, id);
    expect(await replace(world, id)).toMatchObject({
      error: { code: "conflict", message: expect.stringContaining("still has its old secret") },
    });
    pass(30 * minute);
    expect(await replace(world, id)).toMatchObject({ ok: true });
  });

  test("narrows what the secret may do, at once and for the new one alone", async () => {
    const world = await setUp();
    const grant = {
      scopes: ["repository:write", "webhook"],
      expiry: { days: 90 },
      addresses: ["10.0.0.0/8"],
      refs: ["release/*"],
    };
    const { id, secret } = await issued(world, grant);
    const narrower = { scopes: ["repository"], expiry: { days: 7 }, addresses: ["10.1.0.0/16"], refs: ["release/1.*"] };
    const newer = await replaced(world, id, narrower);
    const from = { address: "10.1.2.3", client: "", operation: "", scope: "" };
    expect((await verifyAccessToken(secret, from))?.access[0].scopes).toEqual(["repository:write", "webhook"]);
    expect(await verifyAccessToken(newer, from)).toMatchObject({
      access: [{ scopes: ["repository"] }],
      limits: { addresses: ["10.1.0.0/16"], refs: ["release/1.*"] },
    });
    expect(await verifyAccessToken(newer, { ...from, address: "10.2.0.1" })).toBeNull();
    expect((await tokenRow(id)).expiresAt).toEqual(new Date(start.getTime() + 7 * day));
    expect(await auditOf(id, "access_token.replaced")).toMatchObject([
      {
        actorKind: "user",
        resourceId: world.repository.id,
        details: {
          name: "ci",
          overlap_minutes: 30,
          scopes: ["repository"],
          addresses: ["10.1.0.0/16"],
          refs: ["release/1.*"],
        },
      },
    ]);
    expect(JSON.stringify(await auditOf(id, "access_token.replaced"))).not.toContain(newer);
  });

  test.each<[string, Replacement]>([
    ["scopes", { scopes: ["repository:write"] }],
    ["expiry", { expiry: "never" }],
    ["expiry", { expiry: { days: 31 } }],
    ["addresses", { addresses: null }],
    ["addresses", { addresses: ["10.0.0.0/7"] }],
    ["addresses", { addressMode: "watch" }],
    ["refs", { refs: null }],
    ["refs", { refs: ["release/*", "main"] }],
  ])("widens nothing: %s, %o", async (field, change) => {
    const world = await setUp();
    const grant = { scopes: ["repository"], expiry: { days: 30 }, addresses: ["10.0.0.0/8"], refs: ["release/*"] };
    const { id } = await issued(world, grant);
    expect(await replace(world, id, { ...grant, ...change })).toMatchObject({
      error: { code: "invalid_request", fields: { [field]: [expect.any(String)] } },
    });
    expect(await liveSecretsOf(id)).toHaveLength(1);
  });

  test("brings no revoked token back", async () => {
    const world = await setUp();
    const { id } = await issued(world);
    await revokeAccessToken(world.caller, { resource: world.resource, id });
    expect(await replace(world, id, { newestSecretId: null })).toMatchObject({ error: { code: "conflict" } });
    expect(await liveSecretsOf(id)).toEqual([]);
  });

  test("is refused below premium, and for what the resource's admin doesn't hold", async () => {
    const world = await setUp();
    const standard = await makeWorkspace({ plan: "standard" });
    const ofProject = await makeProject(standard);
    const token = await makeAccessToken(ofProject, ["project"]);
    const admin = await makeUser();
    await makeMember(standard, admin, "admin");
    const place = {
      caller: await callerOf(admin),
      resource: { kind: "project", workspace: standard.slug, project: ofProject.key } as const,
    };
    expect(await replace(place, token.id, { scopes: ["project"] })).toMatchObject({ error: { code: "plan_required" } });

    const { id } = await issued(world);
    const asToken = await callerOfToken(await makeAccessToken(world.workspace, ["repository:admin", "account"]));
    const member = await makeUser();
    await makeMember(world.workspace, member);
    await makePermission(world.repository, member, "write");
    for (const caller of [asToken, await callerOf(member)]) {
      const input = { resource: world.resource, id, newestSecretId: null, scopes: ["repository"] };
      expect(await replaceAccessToken(caller, input)).toMatchObject({ error: { code: "insufficient_scope" } });
    }
  });
});

describe("an old secret", () => {
  test("can be ended before its time, and the new one works on", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world);
    const newer = await replaced(world, id);
    const input = { resource: world.resource, id };
    expect(await endOldSecret(world.caller, input)).toEqual({ ok: true, value: null });
    expect([await opens(secret), await opens(newer)]).toEqual([false, true]);
    expect(await endedSecretsOf(id)).toMatchObject([{ reason: "replaced" }]);
    expect(await auditOf(id, "access_token.old_secret_ended")).toMatchObject([{ details: { name: "ci" } }]);
    expect(await endOldSecret(world.caller, input)).toMatchObject({ error: { code: "conflict" } });
    expect(await opens(newer)).toBe(true);
  });
});

describe("a token whose time has come", () => {
  test("answers like a revoked one, is told of once, and comes back by being replaced", async () => {
    const world = await setUp();
    const { id, secret } = await issued(world, { expiry: { days: 7 } });
    pass(7 * day - 1);
    expect(await opens(secret)).toBe(true);
    pass(1);
    expect(await opens(secret)).toBe(false);
    const detail = await getAccessToken(world.caller, { resource: world.resource, id });
    expect(detail).toMatchObject({ value: { token: { state: "expired" }, secrets: [] } });

    await Promise.all([sweepExpiredSecrets(), sweepExpiredSecrets()]);
    expect(await endedSecretsOf(id)).toMatchObject([{ reason: "expired" }]);
    expect(await auditOf(id, "access_token.expired")).toMatchObject([{ actorKind: "system", details: { name: "ci" } }]);
    expect(await noticesOf(id)).toMatchObject([{ kind: "expired" }]);
    expect((await tokenRow(id)).revokedAt).toBeNull();

    const newer = await replaced(world, id, { expiry: { days: 7 } });
    expect([await opens(secret), await opens(newer)]).toEqual([false, true]);
    expect((await tokenRow(id)).expiresAt).toEqual(new Date(start.getTime() + 14 * day));
  });

  test("comes back also where nobody has cleared its secret away yet", async () => {
    const world = await setUp();
    const { id } = await issued(world, { expiry: { days: 7 } });
    pass(8 * day);
    const newer = await replaced(world, id, { expiry: { days: 1 } });
    expect(await opens(newer)).toBe(true);
    expect(await liveSecretsOf(id)).toHaveLength(1);
    expect(await auditOf(id, "access_token.expired")).toHaveLength(1);
  });

  test("is left to whoever has it in hand", async () => {
    const world = await setUp();
    const { id } = await issued(world, { expiry: { days: 7 } });
    pass(7 * day);
    await db().transaction(async (tx) => {
      const ofToken = and(eq(accessTokens.workspaceId, world.workspace.id), eq(accessTokens.id, id));
      await tx.select().from(accessTokens).where(ofToken).for("update");
      await sweepExpiredSecrets();
      expect(await liveSecretsOf(id)).toHaveLength(1);
    });
    await sweepExpiredSecrets();
    expect(await liveSecretsOf(id)).toEqual([]);
  });

  test("an overlap that is over is no expiry of the token", async () => {
    const world = await setUp();
    const { id } = await issued(world);
    await replaced(world, id);
    pass(31 * minute);
    await sweepExpiredSecrets();
    expect(await endedSecretsOf(id)).toMatchObject([{ reason: "replaced" }]);
    expect(await auditOf(id, "access_token.expired")).toEqual([]);
    expect(await noticesOf(id)).toEqual([]);
  });
});

test("from another workspace, and for the wrong resource of the right one, there is no such token", async () => {
  const [world, other] = [await setUp(), await setUp()];
  const { id } = await issued(world);
  await replaced(world, id);
  const ofWorkspace: ResourceName = { kind: "workspace", workspace: world.workspace.slug };
  for (const [caller, resource] of [
    [other.caller, world.resource],
    [other.caller, other.resource],
    [world.caller, ofWorkspace],
  ] as const) {
    const input = { resource, id };
    for (const result of [
      await getAccessToken(caller, input),
      await replaceAccessToken(caller, { ...input, newestSecretId: null, scopes: ["repository"] }),
      await endOldSecret(caller, input),
    ]) {
      expect(result).toMatchObject({ error: { code: "not_found" } });
    }
  }
  expect(await liveSecretsOf(id)).toHaveLength(2);
});

describe("whatever is done with a token, in whatever order", () => {
  /** What may happen, each as something to do with the token. */
  const step = fc.oneof(
    fc.record({
      kind: fc.constant("replace" as const),
      overlap: fc.constantFrom(...overlaps),
      times: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ kind: fc.constant("end old" as const) }),
    fc.record({ kind: fc.constant("pass" as const), minutes: fc.constantFrom(1, 29, 30, 31, 1_440, 10_080, 43_200) }),
    fc.record({ kind: fc.constant("sweep" as const) }),
    fc.record({ kind: fc.constant("report" as const), which: fc.nat(10) }),
    fc.record({ kind: fc.constant("revoke" as const) }),
  );
  type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

  /** The secrets as they should be: when each ends, in milliseconds. */
  type Model = { secret: TokenSecret; endsAt: number }[];

  async function take(
    world: World,
    id: string,
    model: Model,
    { step, lifetimeDays }: { step: Step; lifetimeDays: number | null },
  ) {
    const now = Date.now();
    const live = model.filter(({ endsAt }) => endsAt > now);
    const newest = model.at(-1);
    switch (step.kind) {
      case "pass":
        return pass(step.minutes * minute);
      case "sweep":
        return void (await sweepExpiredSecrets());
      case "end old": {
        const ended = await endOldSecret(world.caller, { resource: world.resource, id });
        const old = live.find((each) => each !== newest);
        if (ended.ok && old) old.endsAt = now;
        // One whose overlap is over may still stand there, to be ended in vain.
        if (old) expect(ended.ok).toBe(true);
        return;
      }
      case "revoke": {
        const revoked = await revokeAccessToken(world.caller, { resource: world.resource, id });
        if (revoked.ok) for (const each of live) each.endsAt = now;
        return;
      }
      case "report": {
        const reported = model[step.which % model.length];
        if (!reported) return;
        const finding = { by: "anyone", url: null } as const;
        await endReportedSecrets(new Map([[reported.secret, finding]]), { address: null, requestId: null });
        if (reported.endsAt <= now) return;
        for (const each of reported === newest ? live : [reported]) each.endsAt = now;
        return;
      }
      case "replace": {
        const expiry = lifetimeDays === null ? ("never" as const) : { days: lifetimeDays };
        const input = { overlapMinutes: step.overlap, expiry, newestSecretId: await newestSecretId(world, id) };
        const outcomes = await Promise.all(Array.from({ length: step.times }, () => replace(world, id, input)));
        const made = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.secret] : []));
        expect(made.length).toBeLessThanOrEqual(1);
        const [secret] = made;
        if (!secret) return;
        expect(live.length).toBeLessThanOrEqual(1);
        for (const each of live) each.endsAt = Math.min(each.endsAt, now + step.overlap * minute);
        model.push({ secret, endsAt: lifetimeDays === null ? Number.POSITIVE_INFINITY : now + lifetimeDays * day });
        return;
      }
    }
  }

  test("it has at most two live secrets, and exactly those open it that should", async () => {
    const world = await setUp();
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(null, 1, 30),
        async (steps, lifetimeDays) => {
          vi.setSystemTime(start);
          count += 1;
          const result = await issueAccessToken(world.caller, {
            resource: world.resource,
            name: `token ${count}`,
            scopes: ["repository"],
            expiry: lifetimeDays === null ? "never" : { days: lifetimeDays },
          });
          if (!result.ok) throw new Error(JSON.stringify(result.error));
          const { token, secret } = result.value;
          const model: Model = [
            { secret, endsAt: lifetimeDays === null ? Number.POSITIVE_INFINITY : start.getTime() + lifetimeDays * day },
          ];
          for (const step of steps) {
            await take(world, token.id, model, { step, lifetimeDays });
            const rows = await liveSecretsOf(token.id);
            expect(rows.length).toBeLessThanOrEqual(2);
            expect(rows.filter(({ supersededAt }) => supersededAt === null).length).toBeLessThanOrEqual(1);
            for (const { secret, endsAt } of model) expect(await opens(secret)).toBe(endsAt > Date.now());
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);
});
