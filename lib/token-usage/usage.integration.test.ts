import { and, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { closeDatabase, databasePool, db, setDatabaseUrl } from "@/db/client";
import { accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import { notices } from "@/db/schema/notices";
import { tokenCallers, tokenUsageDays, tokenUsageOperations } from "@/db/schema/token-usage";
import { workspaces } from "@/db/schema/workspaces";
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
  type TestAccessToken,
} from "@/test-support/factories";
import { replaceAccessToken } from "../access-tokens/replace";
import { revokeAccessToken } from "../access-tokens/revoke";
import { newSecret } from "../access-tokens/secret";
import { verifyAccessToken } from "../access-tokens/verify";
import { env } from "../env";
import { deleteOldUsage } from "./delete-old";
import { flushUsage } from "./flush";
import { flushEveryMs, flushUsageRegularly } from "./flush-regularly";
import { getTokenUsage, type TokenUsage } from "./get";
import type { Outcome } from "./outcome";
import { recordUsage, type Use } from "./record";
import { usageSparklines } from "./sparklines";

const start = new Date("2026-11-23T23:59:58.500Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: start });
});

afterEach(async () => {
  await flushUsage();
  vi.useRealTimers();
});

async function setUp(values: Parameters<typeof makeAccessToken>[2] = {}) {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace));
  const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
  const token = await makeAccessToken(repository, ["repository:write", "webhook"], values);
  const { principal } = await callerOfToken(token);
  const caller = await callerOf(admin);
  const use = (values: Partial<Use> = {}) =>
    recordUsage({
      principal,
      address: "192.0.2.1",
      client: "git/2.50.1",
      operation: "git-upload-pack",
      scope: "repository",
      outcome: "allowed",
      ...values,
    });
  return { admin, workspace, repository, resource, token, principal, caller, use };
}

type SetUp = Awaited<ReturnType<typeof setUp>>;

async function usageOf({ caller, resource, token }: Pick<SetUp, "caller" | "resource" | "token">): Promise<TokenUsage> {
  const result = await getTokenUsage(caller, { resource, id: token.id });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function auditOf(token: TestAccessToken, action: "access_token.refused" | "access_token.old_secret_used") {
  return db()
    .select({ details: auditEvents.details, actorKind: auditEvents.actorKind, address: auditEvents.address })
    .from(auditEvents)
    .where(eq(auditEvents.action, action))
    .then((rows) => rows.filter(({ details }) => details.access_token_id === token.id));
}

const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const hour = 60 * 60_000;
const day = 24 * hour;

describe("what is collected", () => {
  it("is nothing in the database until it is written, then days, operations and callers", async () => {
    const all = await setUp();
    all.use();
    all.use({ operation: "getRepository", client: "curl/8.5.0" });
    all.use({ outcome: "insufficient_scope", operation: "deleteRepository", scope: "repository:delete" });
    expect((await usageOf(all)).requests30).toBe(0);
    await flushUsage();
    later(2_000);
    all.use({ operation: "git-receive-pack", scope: "repository:write" });
    await flushUsage();

    const usage = await usageOf(all);
    expect(usage.days).toHaveLength(90);
    expect(usage.days.slice(-3)).toEqual([
      { day: "2026-11-22", requests: 0, refusals: 0 },
      { day: "2026-11-23", requests: 3, refusals: 1 },
      { day: "2026-11-24", requests: 1, refusals: 0 },
    ]);
    expect(usage).toMatchObject({ requests30: 4, refusals30: 1, requestsLastDay: 4 });
    expect(usage.callers).toMatchObject([
      { address: "192.0.2.1", client: "git/2.50.1", requests: 3, firstAt: start, lastOperation: "git-receive-pack" },
      { address: "192.0.2.1", client: "curl/8.5.0", requests: 1, lastOperation: "getRepository", old: false },
    ]);
    expect(usage.refusals).toEqual([
      {
        outcome: "insufficient_scope",
        operation: "deleteRepository",
        scope: "repository:delete",
        requests: 1,
        lastAt: start,
      },
    ]);
    expect(usage.operations.map(({ operation, requests90 }) => [operation, requests90]).sort()).toEqual([
      ["getRepository", 1],
      ["git-receive-pack", 1],
      ["git-upload-pack", 1],
    ]);
    expect(usage.lastUse).toEqual({
      at: new Date("2026-11-24T00:00:00Z"),
      address: "192.0.2.1",
      client: "git/2.50.1",
    });
    expect(usage.suggestedRanges).toEqual(["192.0.2.1/32"]);
  });

  it("tells which scopes were needed over 30 and over 90 days", async () => {
    const all = await setUp();
    all.use({ scope: "repository:write", operation: "git-receive-pack" });
    later(40 * day);
    all.use();
    all.use({ outcome: "not_found", scope: "webhook", operation: "listWebhooks" });
    await flushUsage();
    expect(await usageOf(all)).toMatchObject({
      scopes: [
        { scope: "repository:write", used30: 1, used90: 2 },
        { scope: "webhook", used30: 0, used90: 0 },
      ],
      usedScopes30: ["repository"],
      usedScopes90: ["repository:write"],
    });
    later(60 * day);
    expect(await usageOf(all)).toMatchObject({ usedScopes30: [], usedScopes90: ["repository"] });
  });

  it("gives the sparkline of many tokens, and of those of the workspace alone", async () => {
    const [all, other] = [await setUp(), await setUp()];
    all.use();
    later(2_000);
    all.use();
    all.use();
    other.use();
    await flushUsage();
    const lines = await usageSparklines(all.workspace.id, [all.token.id, other.token.id]);
    expect(lines.get(all.token.id)).toEqual([...Array(28).fill(0), 1, 2]);
    expect(lines.get(other.token.id)).toEqual(Array(30).fill(0));
    expect(await usageSparklines(all.workspace.id, [])).toEqual(new Map());
  });

  it("keeps the newest twenty callers, each counted over its whole time", async () => {
    const all = await setUp();
    for (let round = 0; round < 2; round += 1) {
      for (let index = 0; index < 30; index += 1) {
        later(10);
        all.use({ address: `198.51.100.${index}` });
      }
      await flushUsage();
    }
    const rows = await db().select().from(tokenCallers).where(eq(tokenCallers.accessTokenId, all.token.id));
    expect(rows).toHaveLength(20);
    const { callers, requests30 } = await usageOf(all);
    expect(callers.map(({ address }) => address)).toEqual(
      Array.from({ length: 20 }, (_, index) => `198.51.100.${29 - index}`),
    );
    expect(callers.map(({ requests }) => requests)).toEqual(Array(20).fill(2));
    expect(requests30).toBe(60);
  });

  it("is bounded however many callers there are between two writes, and counts all the same", async () => {
    const all = await setUp();
    for (let index = 0; index < 5_000; index += 1) {
      later(1);
      all.use({ client: `client ${index}` });
    }
    await flushUsage();
    const usage = await usageOf(all);
    expect(usage.requests30).toBe(5_000);
    expect(usage.callers.map(({ client }) => client).slice(0, 2)).toEqual(["client 4999", "client 4998"]);
  });

  it("cuts the client's name, and keeps no secret that is put there", async () => {
    const all = await setUp();
    all.use({ client: `x${"y".repeat(300)}` });
    later(1);
    all.use({ client: `  curl\t\u0007/8 ${all.token.secret} ` });
    await flushUsage();
    const { callers } = await usageOf(all);
    expect(callers.map(({ client }) => client)).toEqual(["curl/8 [redacted]", `x${"y".repeat(199)}`]);
  });

  it("is for whoever may list the tokens of that very resource", async () => {
    const all = await setUp();
    const reader = await makeUser();
    await makeMember(all.workspace, reader);
    await makePermission(all.repository, reader, "read");
    const input = { resource: all.resource, id: all.token.id };
    expect(await getTokenUsage(await callerOf(reader), input)).toMatchObject({ error: { code: "insufficient_scope" } });
    const stranger = await setUp();
    expect(await getTokenUsage(stranger.caller, input)).toMatchObject({ error: { code: "not_found" } });
    const elsewhere = { resource: stranger.resource, id: all.token.id };
    expect(await getTokenUsage(stranger.caller, elsewhere)).toMatchObject({ error: { code: "not_found" } });
  });
});

describe("a write", () => {
  it("that fails loses nothing, and what comes meanwhile is added", async () => {
    const all = await setUp();
    all.use();
    all.use({ outcome: "rate" });
    await closeDatabase();
    const url = env.databaseUrl ?? "";
    setDatabaseUrl("postgres://nobody@127.0.0.1:9/none");
    await expect(flushUsage()).rejects.toThrow();
    all.use();
    all.use({ client: "curl/8.5.0" });
    await closeDatabase();
    setDatabaseUrl(url);
    await flushUsage();
    await flushUsage();
    const usage = await usageOf(all);
    expect(usage).toMatchObject({ requests30: 4, refusals30: 1 });
    expect(usage.callers.map(({ client, requests }) => [client, requests]).sort()).toEqual([
      ["curl/8.5.0", 1],
      ["git/2.50.1", 3],
    ]);
  });

  it("leaves out what was deleted meanwhile, and writes the rest", async () => {
    const [gone, all] = [await setUp(), await setUp()];
    gone.use();
    all.use();
    await db().delete(workspaces).where(eq(workspaces.id, gone.workspace.id));
    await flushUsage();
    expect((await usageOf(all)).requests30).toBe(1);
  });

  it("doesn't wait for a token that somebody is changing, and writes its use the next time", async () => {
    const [held, all] = [await setUp(), await setUp()];
    const other = await databasePool().connect();
    await other.query("begin");
    await other.query("select from access_tokens where id = $1 for update", [held.token.id]);
    held.use();
    all.use();
    await flushUsage();
    expect((await usageOf(all)).requests30).toBe(1);
    expect((await usageOf(held)).requests30).toBe(0);
    const atTheEnd = flushUsage({ end: true });
    await other.query("commit");
    other.release();
    await atTheEnd;
    expect((await usageOf(held)).requests30).toBe(1);
  });

  it("of several processes at once adds up", async () => {
    const all = await setUp();
    const writes: Promise<void>[] = [];
    for (let index = 0; index < 8; index += 1) {
      all.use();
      writes.push(flushUsage());
    }
    await Promise.all(writes);
    await flushUsage();
    expect((await usageOf(all)).requests30).toBe(8);
  });

  it("never moves the last use back", async () => {
    const all = await setUp();
    all.use();
    await flushUsage();
    later(-hour);
    all.use();
    await flushUsage();
    expect((await usageOf(all)).lastUse?.at).toEqual(new Date("2026-11-23T23:59:00Z"));
  });

  it("comes every five seconds, so that a crash loses less than ten, and once more at a normal stop", async () => {
    vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: start });
    const all = await setUp();
    expect(flushEveryMs).toBeLessThanOrEqual(5_000);
    const stop = flushUsageRegularly();
    all.use();
    vi.advanceTimersByTime(flushEveryMs);
    await vi.waitFor(async () => expect((await usageOf(all)).requests30).toBe(1), { timeout: 10_000 });
    all.use();
    await stop();
    expect((await usageOf(all)).requests30).toBe(2);
  });
});

describe("refusals", () => {
  it("are in the audit trail once a day for each operation and reason, as the token's doing", async () => {
    const all = await setUp();
    const refused = (outcome: Outcome) => all.use({ outcome, client: "curl/8.5.0" });
    refused("insufficient_scope");
    refused("insufficient_scope");
    await flushUsage();
    refused("insufficient_scope");
    refused("not_found");
    await flushUsage();
    later(day);
    refused("insufficient_scope");
    await flushUsage();
    const rows = await auditOf(all.token, "access_token.refused");
    expect(rows.map(({ details }) => details.outcome).sort()).toEqual([
      "insufficient_scope",
      "insufficient_scope",
      "not_found",
    ]);
    expect(rows[0]).toMatchObject({
      actorKind: "access_token",
      address: "192.0.2.1",
      details: { name: all.token.name, operation: "git-upload-pack", client: "curl/8.5.0" },
    });
    expect(JSON.stringify(rows)).not.toContain(all.token.secret);
  });
});

describe("addresses", () => {
  const from = (address: string | null) => ({ address, client: "curl/8", operation: "getUser", scope: "" });

  it("let nobody in from elsewhere, nor where the address isn't known", async () => {
    const all = await setUp({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
    const { secret } = all.token;
    expect(await verifyAccessToken(secret, from("192.0.2.77"))).toMatchObject({ accessTokenId: all.token.id });
    expect(await verifyAccessToken(secret, from("2001:db8:7::1"))).not.toBeNull();
    expect(await verifyAccessToken(secret, from("198.51.100.1"))).toBeNull();
    expect(await verifyAccessToken(secret, from(null))).toBeNull();
    expect(await verifyAccessToken(secret)).toBeNull();
    await flushUsage();
    const usage = await usageOf(all);
    expect(usage.refusals.sort((a, b) => b.requests - a.requests)).toMatchObject([
      { outcome: "address", operation: "getUser", requests: 2 },
      { outcome: "address", operation: "", requests: 1 },
    ]);
    // Whoever was turned away is no caller, and no use.
    expect(usage).toMatchObject({ callers: [], lastUse: null, suggestedRanges: [] });
    expect(await auditOf(all.token, "access_token.refused")).toHaveLength(2);
  });

  it("that are only watched let everybody in, and tell who would be turned away", async () => {
    const all = await setUp({ addresses: ["198.51.100.0/24"], addressMode: "watch" });
    expect(await verifyAccessToken(all.token.secret, from("192.0.2.1"))).not.toBeNull();
    all.use();
    later(1);
    all.use({ address: "198.51.100.7" });
    await flushUsage();
    const rows = await db()
      .select({ outcome: tokenUsageOperations.outcome, requests: tokenUsageOperations.requests })
      .from(tokenUsageOperations)
      .where(eq(tokenUsageOperations.accessTokenId, all.token.id));
    expect(rows.sort((a, b) => (a.outcome < b.outcome ? -1 : 1))).toEqual([
      { outcome: "address_watch", requests: 1 },
      { outcome: "allowed", requests: 1 },
    ]);
    expect(await usageOf(all)).toMatchObject({
      refusals30: 0,
      watched30: 1,
      refusals: [],
      operations: [{ operation: "git-upload-pack", requests30: 2 }],
      callers: [
        { address: "198.51.100.7", outside: false },
        { address: "192.0.2.1", outside: true },
      ],
      suggestedRanges: ["192.0.2.1/32", "198.51.100.7/32"],
    });
  });
});

describe("a secret that has ended", () => {
  const from = { address: "203.0.113.9", client: "old-ci/1", operation: "git-upload-pack", scope: "repository" };

  async function replace({ caller, resource, token, principal }: SetUp) {
    const input = { resource, id: token.id, newestSecretId: principal.secretId, overlapMinutes: 0 as const };
    const replaced = await replaceAccessToken(caller, { ...input, scopes: [...token.scopes] });
    if (!replaced.ok) throw new Error(JSON.stringify(replaced.error));
  }

  const noticesOf = ({ id }: TestAccessToken) =>
    db()
      .select()
      .from(notices)
      .where(and(eq(notices.accessTokenId, id), eq(notices.kind, "old_secret_used")));

  it("and is used again after a replacement is flagged: audit once an hour, a notice once a day", async () => {
    const all = await setUp();
    await replace(all);
    vi.setSystemTime("2026-11-24T10:10:00Z");
    for (const minute of [0, 20, 40]) {
      later(minute * 60_000);
      expect(await verifyAccessToken(all.token.secret, from)).toBeNull();
      expect(await verifyAccessToken(all.token.secret, from)).toBeNull();
      await flushUsage();
    }
    expect(await auditOf(all.token, "access_token.old_secret_used")).toMatchObject([
      { actorKind: "system", address: "203.0.113.9", details: { reason: "replaced", client: "old-ci/1" } },
      { details: { name: all.token.name, operation: "git-upload-pack" } },
    ]);
    const raised = await noticesOf(all.token);
    expect(raised).toMatchObject([{ kind: "old_secret_used", details: { address: "203.0.113.9" } }]);
    expect(JSON.stringify(raised)).not.toContain(all.token.secret);
    const [ended] = await db().select().from(endedSecrets).where(eq(endedSecrets.accessTokenId, all.token.id));
    expect(ended?.triedAt).toEqual(new Date("2026-11-24T11:10:00Z"));
    expect(await usageOf(all)).toMatchObject({
      refusals: [{ outcome: "replaced", operation: "git-upload-pack", requests: 6 }],
      callers: [],
      lastUse: null,
    });
    later(day);
    await verifyAccessToken(all.token.secret, from);
    await flushUsage();
    expect(await noticesOf(all.token)).toHaveLength(2);
  });

  it("is told as expired or revoked, without a notice of an old secret", async () => {
    const revoked = await setUp();
    await revokeAccessToken(revoked.caller, { resource: revoked.resource, id: revoked.token.id });
    await verifyAccessToken(revoked.token.secret, from);
    const expired = await setUp({ expiresAt: new Date(start.getTime() + day) });
    later(2 * day);
    await verifyAccessToken(expired.token.secret, from);
    await flushUsage();
    for (const [all, reason] of [
      [revoked, "revoked"],
      [expired, "expired"],
    ] as const) {
      expect(await auditOf(all.token, "access_token.old_secret_used")).toMatchObject([{ details: { reason } }]);
      expect((await usageOf(all)).refusals).toMatchObject([{ outcome: reason, requests: 1 }]);
      expect(await noticesOf(all.token)).toEqual([]);
    }
  });

  it("is found after a write that failed, and a made-up one is found nowhere", async () => {
    const all = await setUp();
    await replace(all);
    await verifyAccessToken(all.token.secret, from);
    await verifyAccessToken(newSecret("repository"), from);
    await closeDatabase();
    const url = env.databaseUrl ?? "";
    setDatabaseUrl("postgres://nobody@127.0.0.1:9/none");
    await expect(flushUsage()).rejects.toThrow();
    await closeDatabase();
    setDatabaseUrl(url);
    await flushUsage();
    expect(await auditOf(all.token, "access_token.old_secret_used")).toHaveLength(1);
  });
});

describe("old usage", () => {
  it("is deleted in batches, and what is young enough stays", async () => {
    const all = await setUp();
    const count = 7;
    for (let index = 0; index < count; index += 1) {
      all.use({ address: `198.51.100.${index}`, operation: `operation ${index}` });
      await flushUsage();
      later(-day);
    }
    vi.setSystemTime(start.getTime() + 87 * day);
    // Days 87 to 93 ago: the last three are older than 90.
    expect(await deleteOldUsage(new Date(), 2)).toBe(3 * 3);
    for (const table of [tokenUsageDays, tokenUsageOperations, tokenCallers]) {
      const rows = await db().select().from(table).where(eq(table.accessTokenId, all.token.id));
      expect(rows).toHaveLength(4);
    }
    expect(await deleteOldUsage(new Date(), 2)).toBe(0);
    const [token] = await db().select().from(accessTokens).where(eq(accessTokens.id, all.token.id));
    expect(token?.lastUsedAt).not.toBeNull();
  });
});
