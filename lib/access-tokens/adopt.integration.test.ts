import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makeUser,
  makeWorkspace,
  operatorCaller,
} from "@/test-support/factories";
import { removeMember } from "../memberships/remove";
import { adoptAccessToken } from "./adopt";
import { getAccessToken } from "./get";
import { revokeAccessToken } from "./revoke";

test("once whoever issued a token has left, an admin can answer for it; it stays as it is", async () => {
  const { workspace, admin, issuer, token, input } = await makeToken();
  const caller = await callerOf(admin);
  expect(await adoptAccessToken(caller, input)).toMatchObject({
    error: { code: "conflict", message: expect.stringContaining(issuer.name) },
  });
  await removeMember(caller, { workspace: workspace.slug, userId: issuer.id });
  expect(await adoptAccessToken(caller, input)).toEqual({ ok: true, value: null });
  expect(await getAccessToken(caller, input)).toMatchObject({
    value: { token: { adoptedBy: admin.name, createdBy: issuer.name, state: "active" } },
  });
  await expect(callerOfToken(token)).resolves.toBeDefined();
  const audit = await db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspace.id), eq(auditEvents.action, "access_token.adopted")));
  expect(audit).toMatchObject([{ actorId: admin.id, details: { access_token_id: token.id } }]);
});

test("of two admins who adopt at once one does", async () => {
  const { workspace, admin, issuer, input } = await makeToken();
  const other = await makeUser();
  await makeMember(workspace, other, "admin");
  await removeMember(await callerOf(admin), { workspace: workspace.slug, userId: issuer.id });
  const callers = await Promise.all([callerOf(admin), callerOf(other)]);
  const results = await Promise.all(callers.map((caller) => adoptAccessToken(caller, input)));
  expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
});

test("a revoked token isn’t adopted, and nobody but a person adopts", async () => {
  const { workspace, admin, issuer, input } = await makeToken();
  const caller = await callerOf(admin);
  await removeMember(caller, { workspace: workspace.slug, userId: issuer.id });
  expect(await adoptAccessToken(operatorCaller(), input)).toMatchObject({ error: { code: "conflict" } });
  await revokeAccessToken(caller, input);
  expect(await adoptAccessToken(caller, input)).toMatchObject({ error: { code: "conflict" } });
});

test("whoever isn’t an admin is refused, a stranger finds nothing, a token may not", async () => {
  const { workspace, input } = await makeToken();
  const member = await makeUser();
  await makeMember(workspace, member);
  expect(await adoptAccessToken(await callerOf(member), input)).toMatchObject({
    error: { code: "insufficient_scope" },
  });
  expect(await adoptAccessToken(await callerOf(await makeUser()), input)).toMatchObject({
    error: { code: "not_found" },
  });
  const token = await callerOfToken(await makeAccessToken(workspace, ["repository:admin"]));
  expect(await adoptAccessToken(token, input)).toMatchObject({ error: { code: "insufficient_scope" } });
});

async function makeToken() {
  const [admin, issuer] = await Promise.all([makeUser(), makeUser()]);
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, issuer, "admin");
  const token = await makeAccessToken(workspace, ["repository"], { createdBy: issuer });
  const resource = { kind: "workspace" as const, workspace: workspace.slug };
  return { workspace, admin, issuer, token, input: { resource, id: token.id } };
}
