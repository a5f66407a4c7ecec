import { and, eq } from "drizzle-orm";
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
} from "@/test-support/factories";
import { revokeAccessTokens } from "./bulk-revoke";
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

it("ends none where one is revoked already, or is another workspace's", async () => {
  const { tokens, ids, revoke } = await setUp();
  const foreign = await makeAccessToken(await makeWorkspace(), ["repository"]);
  expect(await revoke([...ids, foreign.id])).toMatchObject({ ok: false, error: { code: "conflict" } });
  expect(await revoke([ids[0] ?? ""])).toMatchObject({ ok: true });
  expect(await revoke(ids)).toMatchObject({ ok: false, error: { code: "conflict" } });
  expect(await verifyAccessToken(tokens[1]?.secret ?? "")).not.toBeNull();
  expect(await verifyAccessToken(foreign.secret)).not.toBeNull();
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
