import { and, eq, isNotNull } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { db } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { newId } from "../ids";
import type { Repository } from "../repositories/find";
import { revokeAccessTokens } from "./bulk-revoke";
import { mostAtOnce } from "./list-input";
import { verifyAccessToken } from "./verify";

async function setUp() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  const tokens = [
    await makeAccessToken(workspace, ["repository"]),
    await makeAccessToken(project, ["repository"]),
    await makeAccessToken(repository, ["repository"]),
  ];
  const revoke = async (ids: string[], confirmation = String(ids.length)) =>
    revokeAccessTokens(await callerOf(admin), { workspace: workspace.slug, ids, confirmation });
  return { workspace, repository, tokens, ids: tokens.map(({ id }) => id), revoke };
}

function makeTokens(repository: Repository, count: number): Promise<TestAccessToken[]> {
  return Promise.all(Array.from({ length: count }, () => makeAccessToken(repository, ["repository"])));
}

/** A token that can't be revoked with the others. */
async function idOf(
  kind: "none" | "revoked" | "foreign" | "unknown",
  repository: Repository,
  revoke: (ids: string[]) => Promise<unknown>,
): Promise<string[]> {
  switch (kind) {
    case "none":
      return [];
    case "unknown":
      return [newId()];
    case "foreign":
      return [(await makeAccessToken(await makeWorkspace(), ["repository"])).id];
    case "revoked": {
      const { id } = await makeAccessToken(repository, ["repository"]);
      await revoke([id]);
      return [id];
    }
  }
}

async function recordsOf(workspaceId: string) {
  const [revoked, events] = await Promise.all([
    db().$count(accessTokens, and(eq(accessTokens.workspaceId, workspaceId), isNotNull(accessTokens.revokedAt))),
    db().$count(auditEvents, eq(auditEvents.workspaceId, workspaceId)),
  ]);
  return { revoked, events };
}

it("ends tokens of all kinds at once, and writes each of them down", async () => {
  const { workspace, tokens, ids, revoke } = await setUp();
  expect(await revoke(ids)).toEqual({ ok: true, value: { revoked: 3 } });
  for (const { secret } of tokens) expect(await verifyAccessToken(secret)).toBeNull();
  const events = await db()
    .select({ resource: auditEvents.resourceKind, details: auditEvents.details })
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspace.id), eq(auditEvents.action, "access_token.revoked")));
  expect(events.map(({ resource }) => resource).sort()).toEqual(["project", "repository", "workspace"]);
  expect(events.map(({ details }) => details.access_token_id).sort()).toEqual([...ids].sort());
  for (const { secret } of tokens) expect(JSON.stringify(events)).not.toContain(secret);
});

const outsider = fc.constantFrom("none" as const, "revoked" as const, "foreign" as const, "unknown" as const);

it("ends all of them, or none where one is revoked already, of another workspace, or unknown", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 6 }), outsider, async (size, kind) => {
      const { workspace, repository, revoke } = await setUp();
      const chosen = await makeTokens(repository, size);
      const ids = [...chosen.map(({ id }) => id), ...(await idOf(kind, repository, revoke))].sort();
      const before = await recordsOf(workspace.id);
      const answer = await revoke(ids);
      const after = await recordsOf(workspace.id);
      if (kind === "none") {
        expect(answer).toEqual({ ok: true, value: { revoked: size } });
        expect(after).toEqual({ revoked: before.revoked + size, events: before.events + size });
      } else {
        expect(answer).toMatchObject({ ok: false, error: { code: "conflict" } });
        expect(after).toEqual(before);
      }
      for (const { secret } of chosen) expect((await verifyAccessToken(secret)) === null).toBe(kind === "none");
    }),
    { numRuns: 20 },
  );
}, 60_000);

it("of two who choose overlapping tokens at once one is refused, and what only they chose works on", async () => {
  const { repository, revoke } = await setUp();
  const [mine, shared, theirs] = await makeTokens(repository, 3);
  if (!mine || !shared || !theirs) throw new Error("There are too few tokens.");
  const [first, second] = await Promise.all([revoke([shared.id, mine.id]), revoke([theirs.id, shared.id])]);
  expect([first.ok, second.ok].sort()).toEqual([false, true]);
  expect((await verifyAccessToken(mine.secret)) === null).toBe(first.ok);
  expect((await verifyAccessToken(theirs.secret)) === null).toBe(second.ok);
  expect(await verifyAccessToken(shared.secret)).toBeNull();
});

it("takes a thousand tokens at most", async () => {
  const { revoke } = await setUp();
  const answer = await revoke(Array.from({ length: mostAtOnce + 1 }, newId));
  expect(answer).toMatchObject({ ok: false, error: { fields: { ids: ["Choose at most 1,000 tokens."] } } });
});

it("takes the number of tokens as its confirmation, and counts a token once", async () => {
  const { ids, revoke } = await setUp();
  expect(await revoke(ids, "2")).toMatchObject({
    ok: false,
    error: { fields: { confirmation: ["Type 3 to confirm."] } },
  });
  expect(await revoke([...ids, ...ids], "3")).toMatchObject({ ok: true, value: { revoked: 3 } });
});

it("is for the workspace's admins alone", async () => {
  const { workspace, repository, ids } = await setUp();
  const member = await makeUser();
  await makeMember(workspace, member);
  await makePermission(repository, member, "admin");
  const refused = await revokeAccessTokens(await callerOf(member), {
    workspace: workspace.slug,
    ids: [ids[2] ?? ""],
    confirmation: "1",
  });
  expect(refused).toMatchObject({ ok: false, error: { code: "insufficient_scope" } });
  expect(
    await db().$count(
      accessTokens,
      and(eq(accessTokens.workspaceId, workspace.id), eq(accessTokens.endReason, "revoked")),
    ),
  ).toBe(0);
});
