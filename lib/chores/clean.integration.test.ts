import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { accountLinks } from "@/db/schema/account-links";
import { endedSessions } from "@/db/schema/ended-sessions";
import { notices } from "@/db/schema/notices";
import { rateLimits } from "@/db/schema/rate-limits";
import { makeAccessToken, makeUser, makeWorkspace, uniqueText } from "@/test-support/factories";
import { daysAfter } from "../access-tokens/expiry";
import { newId } from "../ids";
import { raiseNotice } from "../notices/raise";
import { createFirstAdminLink } from "../users/account-links";
import { deleteLeftovers } from "./clean";

test("what has run out is deleted, and nothing before", async () => {
  const now = new Date();
  await createFirstAdminLink();
  await db()
    .insert(endedSessions)
    .values({ id: newId(), endsAt: daysAfter(now, 10) });
  await db()
    .insert(rateLimits)
    .values({ key: uniqueText(), points: 1, expire: daysAfter(now, 1).getTime() });
  await raiseExpired();
  expect(await left(daysAfter(now, 0.5))).toEqual({ links: 1, sessions: 1, limits: 1, notices: 1 });
  expect(await left(daysAfter(now, 2))).toEqual({ links: 0, sessions: 1, limits: 0, notices: 1 });
  expect(await left(daysAfter(now, 11))).toEqual({ links: 0, sessions: 0, limits: 0, notices: 1 });
  expect(await left(daysAfter(now, 401))).toEqual({ links: 0, sessions: 0, limits: 0, notices: 0 });
});

test("a job that failed for good stays for thirty days; one that still waits stays", async () => {
  const { rows } = await db().execute<{ id: string }>(sql`
    select failed.id from graphile_worker.add_job('failed') as failed, graphile_worker.add_job('waiting') as waiting`);
  await db().execute(sql`select graphile_worker.permanently_fail_jobs(array[${rows[0]?.id}::bigint])`);
  await deleteLeftovers(daysAfter(new Date(), 29));
  expect(await jobs()).toContain("failed");
  await deleteLeftovers(daysAfter(new Date(), 31));
  expect(await jobs()).not.toContain("failed");
  expect(await jobs()).toContain("waiting");
});

async function left(now: Date) {
  await deleteLeftovers(now);
  const [links, sessions, limits, raised] = await Promise.all([
    db().$count(accountLinks),
    db().$count(endedSessions),
    db().$count(rateLimits),
    db().$count(notices),
  ]);
  return { links, sessions, limits, notices: raised };
}

async function raiseExpired(): Promise<void> {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const token = await makeAccessToken(workspace, ["repository"]);
  const event = { kind: "expired" as const, eventKey: `expired ${token.id}`, details: {}, at: new Date() };
  await db().transaction((tx) => raiseNotice(tx, { workspaceId: workspace.id, accessTokenId: token.id, ...event }));
}

async function jobs(): Promise<string[]> {
  const { rows } = await db().execute<{ task: string }>(sql`select task_identifier as task from graphile_worker.jobs`);
  return rows.map(({ task }) => task);
}
