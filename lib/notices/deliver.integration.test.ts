import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { inboxItems, notices } from "@/db/schema/notices";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makePermission,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestAccessToken,
  type TestUser,
} from "@/test-support/factories";
import { runJobs, runJobsInTwoProcesses } from "@/test-support/jobs";
import { sweepExpiredSecrets } from "../access-tokens/expire";
import { daysAfter } from "../access-tokens/expiry";
import { revokeAccessToken } from "../access-tokens/revoke";
import { releaseLostJobs } from "../chores/clean";
import { removeMember } from "../memberships/remove";
import { defaultPolicy } from "../token-policies/policy";
import { updateTokenPolicy } from "../token-policies/update";
import type { Workspace } from "../workspaces/find";
import { deliverNotice } from "./deliver";
import { countUnread, listInbox } from "./inbox";
import type { NoticeKind } from "./kinds";
import { saveNoticePreferences } from "./preferences";
import { raiseNotice } from "./raise";
import { raiseTimelyNotices } from "./scan";

test("the admins of a repository, its project and its workspace are told, and nobody else", async () => {
  const { workspace, project, repository, admin } = await makeResources();
  const [projectAdmin, repositoryAdmin, reader, adminElsewhere] = await Promise.all([
    makeUser(),
    makeUser(),
    makeUser(),
    makeUser(),
  ]);
  for (const user of [projectAdmin, repositoryAdmin, reader, adminElsewhere]) await makeMember(workspace, user);
  await makePermission(project, projectAdmin, "admin");
  await makePermission(repository, repositoryAdmin, "admin");
  await makePermission(repository, reader, "write");
  await makePermission(await makeRepository(project), adminElsewhere, "admin");
  const token = await makeAccessToken(repository, ["repository"]);
  await raise(workspace, token, "expired");
  await runJobs();
  expect(await told(workspace)).toEqual(ids(admin, projectAdmin, repositoryAdmin));
});

test("of a workspace’s token its admins alone are told", async () => {
  const { workspace, project, admin } = await makeResources();
  const projectAdmin = await makeUser();
  await makeMember(workspace, projectAdmin);
  await makePermission(project, projectAdmin, "admin");
  await raise(workspace, await makeAccessToken(workspace, ["repository"]), "expired");
  await runJobs();
  expect(await told(workspace)).toEqual(ids(admin));
});

test("two processes that take jobs at once tell each person once", async () => {
  const { workspace, admin } = await makeResources();
  const other = await makeUser();
  await makeMember(workspace, other, "admin");
  const tokens = await Promise.all(Array.from({ length: 20 }, () => makeAccessToken(workspace, ["repository"])));
  await Promise.all(tokens.flatMap((token) => [raise(workspace, token, "unused"), raise(workspace, token, "unused")]));
  await runJobsInTwoProcesses();
  const rows = await db().select().from(inboxItems).where(eq(inboxItems.workspaceId, workspace.id));
  expect(rows).toHaveLength(tokens.length * 2);
  expect(await told(workspace)).toEqual(ids(admin, other));
});

test("a process that ends between raising and delivering loses nothing", async () => {
  const { workspace, admin } = await makeResources();
  const token = await makeAccessToken(workspace, ["repository"]);
  await raise(workspace, token, "expired");
  expect(await told(workspace)).toEqual([]);
  await lockedByAProcessThatEnded(workspace, "29 minutes");
  await releaseLostJobs();
  await runJobs();
  expect(await told(workspace)).toEqual([]);
  await lockedByAProcessThatEnded(workspace, "31 minutes");
  await db().execute(sql`select graphile_worker.add_job('release_lost_jobs')`);
  await runJobs();
  expect(await told(workspace)).toEqual(ids(admin));
});

test("a delivery that is done again, as after a crash at its very end, tells nobody twice", async () => {
  const { workspace, admin } = await makeResources();
  await raise(workspace, await makeAccessToken(workspace, ["repository"]), "expired");
  const [notice] = await noticesOf(workspace);
  if (!notice) throw new Error("There is no notice.");
  const delivery = { workspaceId: workspace.id, noticeId: notice.id };
  await deliverNotice(delivery);
  await db().update(inboxItems).set({ readAt: new Date() }).where(eq(inboxItems.noticeId, notice.id));
  await deliverNotice(delivery);
  expect(await unread(admin)).toBe(0);
  expect(await told(workspace)).toEqual(ids(admin));
});

test("what a person doesn’t want, kind or inbox, isn’t delivered to them", async () => {
  const { workspace, admin } = await makeResources();
  const [picky, silent] = await Promise.all([makeUser(), makeUser()]);
  for (const user of [picky, silent]) await makeMember(workspace, user, "admin");
  const save = async (user: TestUser, choice: { inbox: boolean; mutedKinds: NoticeKind[] }) =>
    saveNoticePreferences(await callerOf(user), { workspace: workspace.slug, email: true, ...choice });
  await save(picky, { inbox: true, mutedKinds: ["unused"] });
  await save(silent, { inbox: false, mutedKinds: [] });
  const token = await makeAccessToken(workspace, ["repository"]);
  await raise(workspace, token, "unused");
  await runJobs();
  expect(await told(workspace)).toEqual(ids(admin));
  await raise(workspace, token, "expired");
  await runJobs();
  expect(await unread(picky)).toBe(1);
  expect(await unread(silent)).toBe(0);
});

test("an end that comes near is told at 30, 7 and 1 days, each once, however often it is looked", async () => {
  const { workspace } = await makeResources();
  const now = new Date();
  await makeAccessToken(workspace, ["repository"], { expiresAt: daysAfter(now, 60) });
  const days = async (inDays: number) => {
    await raiseTimelyNotices(daysAfter(now, inDays));
    await raiseTimelyNotices(new Date(daysAfter(now, inDays).getTime() + 3_600_000));
    return (await noticesOf(workspace)).map(({ details }) => details.days);
  };
  expect(await days(29)).toEqual([]);
  expect(await days(30.01)).toEqual([30]);
  expect(await days(52)).toEqual([30]);
  expect(await days(53.01)).toEqual([30, 7]);
  expect(await days(59.01)).toEqual([30, 7, 1]);
  expect(await days(60.01)).toEqual([30, 7, 1]);
});

test("whoever gives a token seven days isn’t told at once that seven are left", async () => {
  const { workspace } = await makeResources();
  const now = new Date();
  await makeAccessToken(workspace, ["repository"], { expiresAt: daysAfter(now, 7) });
  await raiseTimelyNotices(daysAfter(now, 0.1));
  expect(await noticesOf(workspace)).toEqual([]);
  await raiseTimelyNotices(daysAfter(now, 6.1));
  expect((await noticesOf(workspace)).map(({ details }) => details.days)).toEqual([1]);
});

test("a token that nobody used for 90 days is told of once", async () => {
  const { workspace } = await makeResources();
  await makeAccessToken(workspace, ["repository"]);
  const kinds = async (inDays: number) => {
    await raiseTimelyNotices(daysAfter(new Date(), inDays));
    return (await noticesOf(workspace)).map(({ kind }) => kind);
  };
  expect(await kinds(89)).toEqual([]);
  expect(await kinds(91)).toEqual(["unused"]);
  expect(await kinds(120)).toEqual(["unused"]);
});

test("a token that expires is told of with its expiry, once, though two processes sweep", async () => {
  const { workspace } = await makeResources();
  const now = new Date();
  await makeAccessToken(workspace, ["repository"], { expiresAt: daysAfter(now, 1) });
  await Promise.all([sweepExpiredSecrets(daysAfter(now, 2)), sweepExpiredSecrets(daysAfter(now, 2))]);
  expect((await noticesOf(workspace)).map(({ kind }) => kind)).toEqual(["expired"]);
});

test("whoever issued a token hears that somebody else revoked it; who did that doesn’t", async () => {
  const { workspace, admin } = await makeResources();
  const issuer = await makeUser();
  await makeMember(workspace, issuer);
  const token = await makeAccessToken(workspace, ["repository"], { createdBy: issuer });
  await revokeAccessToken(await callerOf(admin), { resource: named(workspace), id: token.id });
  await runJobs();
  expect(await told(workspace)).toEqual(ids(issuer));
  expect(await titles(issuer)).toEqual([`${token.name} was revoked by ${admin.name}`]);
});

test("whoever revokes their own token tells nobody; the command line tells everyone", async () => {
  const { workspace, admin } = await makeResources();
  const [own, other] = await Promise.all([
    makeAccessToken(workspace, ["repository"], { createdBy: admin }),
    makeAccessToken(workspace, ["repository"], { createdBy: admin }),
  ]);
  await revokeAccessToken(await callerOf(admin), { resource: named(workspace), id: own.id });
  expect(await noticesOf(workspace)).toEqual([]);
  await revokeAccessToken(operatorCaller(), { resource: named(workspace), id: other.id });
  await runJobs();
  expect(await titles(admin)).toEqual([`${other.name} was revoked by the command line`]);
});

test("when a member leaves, the admins of what they issued are asked to adopt or end it, and it works on", async () => {
  const { workspace, repository, admin } = await makeResources();
  const [leaver, repositoryAdmin] = await Promise.all([makeUser(), makeUser()]);
  for (const user of [leaver, repositoryAdmin]) await makeMember(workspace, user);
  await makePermission(repository, leaver, "admin");
  await makePermission(repository, repositoryAdmin, "admin");
  const token = await makeAccessToken(repository, ["repository"], { createdBy: leaver });
  await makeAccessToken(repository, ["repository"], { createdBy: admin });
  await removeMember(await callerOf(admin), { workspace: workspace.slug, userId: leaver.id });
  await runJobs();
  expect(await told(workspace)).toEqual(ids(admin, repositoryAdmin));
  expect(await titles(admin)).toEqual([`${leaver.name}, who answered for ${token.name}, has left`]);
});

test("a stricter policy tells of the tokens that it makes exceed it, once", async () => {
  const { workspace, admin } = await makeResources();
  const never = await makeAccessToken(workspace, ["repository"]);
  await makeAccessToken(workspace, ["repository"], { expiresAt: daysAfter(new Date(), 10) });
  const update = async (change: Partial<typeof defaultPolicy>) => {
    await updateTokenPolicy(await callerOf(admin), { workspace: workspace.slug, ...defaultPolicy, ...change });
    await runJobs();
    return titles(admin);
  };
  const title = `${never.name} exceeds the policy of its workspace`;
  expect(await update({ apiRequestsPerHour: 10 })).toEqual([]);
  expect(await update({ neverExpiresAllowed: false })).toEqual([title]);
  expect(await update({ neverExpiresAllowed: false, longestLifetimeDays: 30 })).toEqual([title]);
});

test("nobody reads on about a workspace that they have left", async () => {
  const { workspace } = await makeResources();
  const leaver = await makeUser();
  await makeMember(workspace, leaver, "admin");
  await raise(workspace, await makeAccessToken(workspace, ["repository"]), "expired");
  await runJobs();
  expect(await unread(leaver)).toBe(1);
  await db().delete(memberships).where(eq(memberships.userId, leaver.id));
  expect(await unread(leaver)).toBe(0);
  expect(await titles(leaver)).toEqual([]);
});

async function makeResources() {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project);
  return { admin, workspace, project, repository };
}

function raise(workspace: Workspace, token: TestAccessToken, kind: NoticeKind): Promise<void> {
  return db().transaction((tx) =>
    raiseNotice(tx, {
      workspaceId: workspace.id,
      accessTokenId: token.id,
      kind,
      eventKey: `${kind} ${token.id}`,
      details: {},
      at: new Date(),
    }),
  );
}

function named(workspace: Workspace) {
  return { kind: "workspace" as const, workspace: workspace.slug };
}

function ids(...users: TestUser[]): string[] {
  return users.map(({ id }) => id).sort();
}

/** Whose inboxes hold anything of the workspace. */
async function told(workspace: Workspace): Promise<string[]> {
  const rows = await db()
    .selectDistinct({ userId: inboxItems.userId })
    .from(inboxItems)
    .where(eq(inboxItems.workspaceId, workspace.id));
  return rows.map(({ userId }) => userId).sort();
}

async function titles(user: TestUser): Promise<string[]> {
  const listed = await listInbox(await callerOf(user), {});
  if (!listed.ok) throw new Error(listed.error.code);
  return listed.value.items.map(({ title }) => title);
}

async function unread(user: TestUser): Promise<number> {
  const counted = await countUnread(await callerOf(user), {});
  if (!counted.ok) throw new Error(counted.error.code);
  return counted.value;
}

function noticesOf(workspace: Workspace) {
  return db().select().from(notices).where(eq(notices.workspaceId, workspace.id)).orderBy(notices.id);
}

async function lockedByAProcessThatEnded(workspace: Workspace, ago: string): Promise<void> {
  await db().execute(sql`
    update graphile_worker._private_jobs
       set locked_by = 'a process that ended', locked_at = now() - ${ago}::interval, attempts = 1
     where payload ->> 'workspaceId' = ${workspace.id}`);
}
