import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { noticeWebhooks } from "@/db/schema/notices";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { failedJobs, retryFailedJobs, runJobs } from "@/test-support/jobs";
import { signatureOf } from "../webhooks/post";
import type { Workspace } from "../workspaces/find";
import { raiseNotice } from "./raise";
import {
  deleteNoticeWebhook,
  getNoticeWebhook,
  renewNoticeWebhookSecret,
  saveNoticeWebhook,
  testNoticeWebhook,
} from "./webhook";

// Before anything reads the environment: the receiver stands on the loopback.
vi.hoisted(() => {
  process.env.LATCHKEY_PRIVATE_WEBHOOKS = "on";
});

const received: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
let answer = 200;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ headers: request.headers, body: Buffer.concat(chunks) });
  response.writeHead(answer, { location: "/elsewhere" }).end();
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`;

beforeEach(() => {
  received.length = 0;
  answer = 200;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
});

test("a notice is posted with a signature that its receiver can check", async () => {
  const { workspace, secret } = await makeWebhook();
  const token = await raiseExpired(workspace);
  await runJobs();
  expect(received).toHaveLength(1);
  const [{ headers, body }] = received as [(typeof received)[0]];
  expect(headers["x-hub-signature"]).toBe(signatureOf(body, secret));
  expect(headers["x-event-key"]).toBe("access_token:expired");
  const event = JSON.parse(body.toString());
  expect(event).toMatchObject({
    event: "expired",
    id: headers["x-request-uuid"],
    access_token: { uuid: `{${token.id}}`, name: token.name, resource: workspace.slug },
  });
  expect(body.toString()).not.toContain(token.secret);
});

test("what isn’t answered with 2xx is tried again, under the same event id", async () => {
  const { workspace } = await makeWebhook();
  await raiseExpired(workspace);
  for (const [failure, attempts] of [
    [500, 1],
    [302, 2],
  ] as const) {
    answer = failure;
    await (attempts === 1 ? runJobs() : retryFailedJobs());
    expect(await failedJobs()).toEqual([
      { task: "post_notice", attempts, lastError: expect.stringContaining(String(failure)) },
    ]);
  }
  answer = 204;
  await retryFailedJobs();
  expect(await failedJobs()).toEqual([]);
  expect(received.map(({ headers }) => headers["x-attempt-number"])).toEqual(["1", "2", "3"]);
  expect(new Set(received.map(({ headers }) => headers["x-request-uuid"])).size).toBe(1);
});

test("a kind that the workspace muted isn’t posted", async () => {
  const { workspace, admin } = await makeWebhook();
  const caller = await callerOf(admin);
  await saveNoticeWebhook(caller, { workspace: workspace.slug, url, mutedKinds: ["expired"] });
  await raiseExpired(workspace);
  await runJobs();
  expect(received).toEqual([]);
});

test("the secret is in the first answer and in that of a renewal, and in no row", async () => {
  const { workspace, admin, secret } = await makeWebhook();
  const caller = await callerOf(admin);
  const input = { workspace: workspace.slug };
  expect(await saveNoticeWebhook(caller, { ...input, url, mutedKinds: [] })).toEqual({
    ok: true,
    value: { secret: null },
  });
  const renewed = await renewNoticeWebhookSecret(caller, input);
  if (!renewed.ok) throw new Error(renewed.error.code);
  expect(renewed.value.secret).not.toBe(secret);
  await raiseExpired(workspace);
  await runJobs();
  const [{ headers, body }] = received as [(typeof received)[0]];
  expect(headers["x-hub-signature"]).toBe(signatureOf(body, renewed.value.secret));
  const [row] = await db().select().from(noticeWebhooks).where(eq(noticeWebhooks.workspaceId, workspace.id));
  expect(row?.secret.includes(renewed.value.secret)).toBe(false);
  const audit = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, workspace.id));
  expect(audit.map(({ action }) => action)).toEqual(Array(3).fill("notice_webhook.saved"));
  expect(JSON.stringify(audit)).not.toContain(renewed.value.secret);
});

test("the test says what came of it", async () => {
  const { workspace, admin } = await makeWebhook();
  const caller = await callerOf(admin);
  const input = { workspace: workspace.slug };
  expect(await testNoticeWebhook(caller, input)).toEqual({ ok: true, value: null });
  expect(received[0]?.headers["x-event-key"]).toBe("access_token:test");
  answer = 410;
  expect(await testNoticeWebhook(caller, input)).toMatchObject({
    ok: false,
    error: { code: "conflict", message: expect.stringContaining("410") },
  });
  await deleteNoticeWebhook(caller, input);
  expect(await testNoticeWebhook(caller, input)).toMatchObject({ ok: false, error: { code: "conflict" } });
  expect(await db().$count(noticeWebhooks, eq(noticeWebhooks.workspaceId, workspace.id))).toBe(0);
});

test("admins of the workspace alone see and change it; a token never does", async () => {
  const { workspace } = await makeWebhook();
  const member = await makeUser();
  await makeMember(workspace, member);
  const input = { workspace: workspace.slug };
  const save = { ...input, url: "https://hooks.example.com", mutedKinds: [] };
  for (const operation of [
    (caller: Awaited<ReturnType<typeof callerOf>>) => getNoticeWebhook(caller, input),
    (caller: Awaited<ReturnType<typeof callerOf>>) => saveNoticeWebhook(caller, save),
    (caller: Awaited<ReturnType<typeof callerOf>>) => renewNoticeWebhookSecret(caller, input),
    (caller: Awaited<ReturnType<typeof callerOf>>) => deleteNoticeWebhook(caller, input),
    (caller: Awaited<ReturnType<typeof callerOf>>) => testNoticeWebhook(caller, input),
  ]) {
    expect(await operation(await callerOf(member))).toMatchObject({ error: { code: "insufficient_scope" } });
    expect(await operation(await callerOf(await makeUser()))).toMatchObject({ error: { code: "not_found" } });
    const token = await makeAccessToken(workspace, ["repository:admin", "account"]);
    expect(await operation(await callerOfToken(token))).toMatchObject({ error: { code: "insufficient_scope" } });
  }
});

test.each(["ftp://hooks.example.com", "hooks.example.com", "https://name:password@hooks.example.com"])(
  "%s is no address for a webhook",
  async (wrong) => {
    const admin = await makeUser();
    const workspace = await makeWorkspace({ admin });
    const input = { workspace: workspace.slug, url: wrong, mutedKinds: [] };
    expect(await saveNoticeWebhook(await callerOf(admin), input)).toMatchObject({
      error: { code: "invalid_request", fields: { url: [expect.any(String)] } },
    });
  },
);

async function makeWebhook() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const saved = await saveNoticeWebhook(await callerOf(admin), { workspace: workspace.slug, url, mutedKinds: [] });
  if (!saved.ok || saved.value.secret === null) throw new Error("The webhook was not made.");
  return { workspace, admin, secret: saved.value.secret };
}

async function raiseExpired(workspace: Workspace) {
  const token = await makeAccessToken(workspace, ["repository"]);
  await db().transaction((tx) =>
    raiseNotice(tx, {
      workspaceId: workspace.id,
      accessTokenId: token.id,
      kind: "expired",
      eventKey: `expired ${token.id}`,
      details: {},
      at: new Date(),
    }),
  );
  return token;
}
