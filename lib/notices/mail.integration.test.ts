import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { callerOf, makeAccessToken, makeMember, makeUser, makeWorkspace } from "@/test-support/factories";
import { failedJobs, retryFailedJobs, runJobs } from "@/test-support/jobs";
import type { Workspace } from "../workspaces/find";
import { saveNoticePreferences } from "./preferences";
import { raiseNotice } from "./raise";
import { sendTestMail } from "./test-mail";

// Before anything reads the environment.
const smtp = await vi.hoisted(async () => {
  const { startSmtpServer } = await import("@/test-support/smtp-server");
  const server = await startSmtpServer();
  process.env.LATCHKEY_SMTP_URL = server.url;
  process.env.LATCHKEY_MAIL_FROM = "Latchkey <latchkey@example.com>";
  process.env.LATCHKEY_PUBLIC_URL = "https://git.example.com";
  return server;
});

beforeEach(() => {
  smtp.received.length = 0;
  smtp.refused.clear();
});
afterAll(() => smtp.close());

test("each admin gets a mail of their own that names the token and leads to its page", async () => {
  const { workspace, admin, other } = await makeAdmins();
  const token = await raiseExpired(workspace, "ci-deploy");
  await runJobs();
  expect(smtp.received.flatMap(({ to }) => to).sort()).toEqual([admin.email, other.email].sort());
  expect(smtp.received[0]?.text).toMatch(/^Subject: ci-deploy has expired\r$/m);
  expect(unfolded(smtp.received[0]?.text)).toContain(
    `https://git.example.com/${workspace.slug}/workspace/settings/access-tokens/${token.id}`,
  );
});

test("where a mail is refused it is tried again, and nobody else gets a second one", async () => {
  const { workspace, admin, other } = await makeAdmins();
  smtp.refused.add(other.email);
  await raiseExpired(workspace, "ci-deploy");
  await runJobs();
  expect(smtp.received.map(({ to }) => to)).toEqual([[admin.email]]);
  expect(await failedJobs()).toEqual([expect.objectContaining({ task: "mail_notices", attempts: 1 })]);
  smtp.refused.clear();
  await retryFailedJobs();
  expect(smtp.received.map(({ to }) => to)).toEqual([[admin.email], [other.email]]);
  expect(await failedJobs()).toEqual([]);
});

test("what happens to many tokens at once is told in one mail", async () => {
  const { workspace, admin, other } = await makeAdmins();
  for (const name of ["one", "two", "three"]) await raiseExpired(workspace, name);
  await runJobs();
  expect(smtp.received.map(({ to }) => to).sort()).toEqual([[admin.email], [other.email]].sort());
  const text = unfolded(smtp.received[0]?.text);
  expect(text).toContain(`Subject: 3 notices about tokens of ${workspace.slug}`);
  for (const name of ["one", "two", "three"]) expect(text).toContain(`${name} has expired`);
});

test("who wants no mail gets none", async () => {
  const { workspace, admin, other } = await makeAdmins();
  const choice = { workspace: workspace.slug, inbox: true, email: false, mutedKinds: [] };
  await saveNoticePreferences(await callerOf(other), choice);
  await raiseExpired(workspace, "ci-deploy");
  await runJobs();
  expect(smtp.received.map(({ to }) => to)).toEqual([[admin.email]]);
});

test("a test mail goes to whoever asks for it, and says why where it can’t be sent", async () => {
  const { workspace, admin } = await makeAdmins();
  const caller = await callerOf(admin);
  expect(await sendTestMail(caller, { workspace: workspace.slug })).toEqual({ ok: true, value: { to: admin.email } });
  expect(smtp.received.map(({ to }) => to)).toEqual([[admin.email]]);
  smtp.refused.add(admin.email);
  expect(await sendTestMail(caller, { workspace: workspace.slug })).toMatchObject({
    ok: false,
    error: { code: "conflict", message: expect.stringContaining("Not now.") },
  });
});

async function makeAdmins() {
  const [admin, other] = await Promise.all([makeUser(), makeUser()]);
  const workspace = await makeWorkspace({ admin });
  await makeMember(workspace, other, "admin");
  return { workspace, admin, other };
}

async function raiseExpired(workspace: Workspace, name: string) {
  const token = await makeAccessToken(workspace, ["repository"], { name });
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

/** Quoted-printable text with its soft line breaks taken out. */
function unfolded(text: string | undefined): string {
  return (text ?? "").replaceAll("=\r\n", "").replaceAll("\r\n", "\n");
}
