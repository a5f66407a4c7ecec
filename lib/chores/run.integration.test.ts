import { eq, sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { db } from "@/db/client";
import { inboxItems } from "@/db/schema/notices";
import { makeAccessToken, makeUser, makeWorkspace } from "@/test-support/factories";
import { raiseNotice } from "../notices/raise";
import { startChores } from "./run";

test("jobs are done as they come, also after the database dropped every connection, until it is stopped", async () => {
  const stop = startChores();
  const before = await raiseExpired();
  await expect.poll(() => delivered(before), { timeout: 15_000 }).toBe(1);
  await db().execute(sql`
    select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid()`);
  const after = await raiseExpired();
  await expect.poll(() => delivered(after), { timeout: 15_000 }).toBe(1);
  await stop();
  const late = await raiseExpired();
  await vi.waitFor(async () => expect(await connectionsOfQueue()).toBe(0), { timeout: 15_000 });
  expect(await delivered(late)).toBe(0);
}, 60_000);

async function raiseExpired(): Promise<string> {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const token = await makeAccessToken(workspace, ["repository"]);
  const event = { kind: "expired" as const, eventKey: `expired ${token.id}`, details: {}, at: new Date() };
  await db().transaction((tx) => raiseNotice(tx, { workspaceId: workspace.id, accessTokenId: token.id, ...event }));
  return workspace.id;
}

function delivered(workspaceId: string): Promise<number> {
  return db().$count(inboxItems, eq(inboxItems.workspaceId, workspaceId));
}

async function connectionsOfQueue(): Promise<number> {
  const { rows } = await db().execute<{ open: number }>(sql`
    select count(*)::int as open from pg_stat_activity
     where datname = current_database() and query like 'LISTEN%'`);
  return rows[0]?.open ?? 0;
}
