import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/db/client";
import { makeAccessToken, makeUser, makeWorkspace } from "@/test-support/factories";
import { raiseNotice } from "./raise";

test("an event that several processes see at once makes one notice and one delivery", async () => {
  const notice = await someNotice();
  await Promise.all(Array.from({ length: 5 }, () => db().transaction((tx) => raiseNotice(tx, notice))));
  expect(await waitingDeliveries(notice.workspaceId)).toBe(1);
});

test("a notice of a transaction that fails is neither there nor delivered", async () => {
  const notice = await someNotice();
  const failed = db().transaction(async (tx) => {
    await raiseNotice(tx, notice);
    throw new Error("The write that the notice tells of failed.");
  });
  await expect(failed).rejects.toThrow("failed");
  expect(await waitingDeliveries(notice.workspaceId)).toBe(0);
});

async function someNotice() {
  const workspace = await makeWorkspace({ admin: await makeUser() });
  const token = await makeAccessToken(workspace, ["repository"]);
  return {
    workspaceId: workspace.id,
    accessTokenId: token.id,
    kind: "expired" as const,
    eventKey: `expired ${token.id}`,
    details: {},
    at: new Date(),
  };
}

async function waitingDeliveries(workspaceId: string): Promise<number> {
  const { rows } = await db().execute<{ waiting: number }>(sql`
    select count(*)::int as waiting from graphile_worker._private_jobs where payload ->> 'workspaceId' = ${workspaceId}`);
  return rows[0]?.waiting ?? 0;
}
