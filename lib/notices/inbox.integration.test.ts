import { expect, test } from "vitest";
import { db } from "@/db/client";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeMember,
  makeUser,
  makeWorkspace,
  operatorCaller,
  type TestUser,
} from "@/test-support/factories";
import { runJobs } from "@/test-support/jobs";
import { countUnread, listInbox, markAllNotices, markNotice } from "./inbox";
import { listNoticePreferences, saveNoticePreferences } from "./preferences";
import { raiseNotice } from "./raise";

test("the newest notice comes first, a page at a time, and leads to its token", async () => {
  const { workspace, admin, tokens } = await makeInbox(3);
  const caller = await callerOf(admin);
  const first = granted(await listInbox(caller, { page: 1, pageLength: 2 }));
  expect(first.total).toBe(3);
  expect(first.items.map(({ title }) => title)).toEqual([
    `${tokens[2]?.name} has expired`,
    `${tokens[1]?.name} has expired`,
  ]);
  expect(first.items[0]?.path).toBe(`/${workspace.slug}/workspace/settings/access-tokens/${tokens[2]?.id}`);
  const second = granted(await listInbox(caller, { page: 2, pageLength: 2 }));
  expect(second.items.map(({ title }) => title)).toEqual([`${tokens[0]?.name} has expired`]);
});

test("one can be read and unread again, and all at once", async () => {
  const { admin } = await makeInbox(3);
  const caller = await callerOf(admin);
  const [item] = granted(await listInbox(caller, {})).items;
  if (!item) throw new Error("The inbox is empty.");
  await markNotice(caller, { id: item.id, read: true });
  expect(granted(await countUnread(caller, {}))).toBe(2);
  expect(granted(await listInbox(caller, {})).items.map(({ read }) => read)).toEqual([true, false, false]);
  await markNotice(caller, { id: item.id, read: false });
  expect(granted(await countUnread(caller, {}))).toBe(3);
  await markAllNotices(caller, {});
  expect(granted(await countUnread(caller, {}))).toBe(0);
});

test("nobody can mark what is in somebody else’s inbox", async () => {
  const { admin } = await makeInbox(1);
  const [item] = granted(await listInbox(await callerOf(admin), {})).items;
  const other = await callerOf(await makeUser());
  expect(await markNotice(other, { id: item?.id ?? "", read: true })).toMatchObject({ error: { code: "not_found" } });
  await markAllNotices(other, {});
  expect(granted(await countUnread(await callerOf(admin), {}))).toBe(1);
});

test("a token and the command line have no inbox", async () => {
  const { workspace } = await makeInbox(1);
  const token = await callerOfToken(await makeAccessToken(workspace, ["repository:admin", "account"]));
  for (const caller of [token, operatorCaller()]) expect(await listInbox(caller, {})).toMatchObject({ ok: false });
});

test("a person chooses for each of their workspaces alone; a stranger chooses nothing", async () => {
  const person = await makeUser();
  const [one, other] = [await makeWorkspace({ admin: person, name: "A" }), await makeWorkspace({ name: "B" })];
  await makeMember(other, person);
  const caller = await callerOf(person);
  await saveNoticePreferences(caller, { workspace: one.slug, inbox: true, email: false, mutedKinds: ["unused"] });
  expect(granted(await listNoticePreferences(caller, {}))).toEqual([
    { workspace: { slug: one.slug, name: "A" }, inbox: true, email: false, mutedKinds: ["unused"] },
    { workspace: { slug: other.slug, name: "B" }, inbox: true, email: true, mutedKinds: [] },
  ]);
  const stranger = await callerOf(await makeUser());
  const choice = { workspace: one.slug, inbox: false, email: false, mutedKinds: [] };
  expect(await saveNoticePreferences(stranger, choice)).toMatchObject({ error: { code: "not_found" } });
});

async function makeInbox(count: number) {
  const admin: TestUser = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const tokens = [];
  for (let made = 0; made < count; made += 1) {
    const token = await makeAccessToken(workspace, ["repository"]);
    tokens.push(token);
    const event = { kind: "expired" as const, eventKey: `expired ${token.id}`, details: {}, at: new Date() };
    await db().transaction((tx) => raiseNotice(tx, { workspaceId: workspace.id, accessTokenId: token.id, ...event }));
  }
  await runJobs();
  return { workspace, admin, tokens };
}

function granted<Value>(result: { ok: true; value: Value } | { ok: false; error: { code: string } }): Value {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}
