import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { databasePool, db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { pendingPushes, webhookDeliveries, webhooks } from "@/db/schema/webhooks";
import type { Caller } from "@/lib/authorization/principal";
import { createCommitComment } from "@/lib/commit-comments/write";
import { setCommitStatus } from "@/lib/commit-statuses/set";
import { ownOrigin } from "@/lib/env";
import { getCommit } from "@/lib/git/commits";
import { branchNames } from "@/lib/git/refs";
import { resolveCommit } from "@/lib/git/resolve";
import { repositoryPath } from "@/lib/git/storage";
import { updateRefs } from "@/lib/git/update-refs";
import { writeCommit } from "@/lib/git/write";
import { writeRefs } from "@/lib/git-access/write-refs";
import { updateProject } from "@/lib/projects/update";
import {
  createPullRequestComment,
  deletePullRequestComment,
  reopenPullRequestComment,
  resolvePullRequestComment,
  updatePullRequestComment,
} from "@/lib/pull-requests/comments";
import { createPullRequest } from "@/lib/pull-requests/create";
import { mergePullRequest } from "@/lib/pull-requests/merge";
import { requirePullRequest } from "@/lib/pull-requests/pull-request";
import {
  approvePullRequest,
  requestChanges,
  unapprovePullRequest,
  withdrawChangeRequest,
} from "@/lib/pull-requests/review";
import { updatePullRequest } from "@/lib/pull-requests/update";
import { announcePush } from "@/lib/pushes/announce";
import { announceLostPushes } from "@/lib/pushes/announce-lost";
import { notePush } from "@/lib/pushes/note";
import { createRepository } from "@/lib/repositories/create";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import { updateRepository } from "@/lib/repositories/update";
import {
  createRepositoryWebhook,
  createWorkspaceWebhook,
  updateRepositoryWebhook,
  updateWorkspaceWebhook,
} from "@/lib/webhooks/administer";
import { deliverWebhook } from "@/lib/webhooks/deliver";
import { getWebhookDeliveries, redeliverWebhook } from "@/lib/webhooks/deliveries";
import { type EventKey, eventsOf } from "@/lib/webhooks/events";
import { signatureOf } from "@/lib/webhooks/post";
import { wakeForgottenWebhooks } from "@/lib/webhooks/wake-forgotten";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { gitClient } from "@/test-support/git";
import { runJobs } from "@/test-support/jobs";
import { startServer } from "@/test-support/server";
import { startServerProcesses } from "@/test-support/server-process";

// Before anything reads the environment: the receiver stands on the loopback.
vi.hoisted(() => {
  process.env.LATCHKEY_PRIVATE_WEBHOOKS = "on";
});

const received: { path: string; headers: IncomingHttpHeaders; body: Buffer }[] = [];
let answer: number | "nothing" = 200;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  received.push({ path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks) });
  if (answer !== "nothing") response.writeHead(answer, { location: "/elsewhere" }).end("heard");
}).listen(0, "127.0.0.1");
await once(receiver, "listening");
const target = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
const server = await startServer();
const admin = await makeUser();

beforeEach(async () => {
  // What other tests left waits for nobody.
  await db().update(webhooks).set({ active: false });
  received.length = 0;
  answer = 200;
});
afterAll(() => {
  receiver.closeAllConnections();
  receiver.close();
  return server.close();
});

test("a push is told, signed, with what it moved and who did", async () => {
  const { repository, hook, secret } = await makeHooked(["repo:push"]);
  const { origin } = server;
  const token = await makeAccessToken(repository, ["repository:write"]);
  const client = await gitClient();
  const first = await client.commit("README.md", "One\n");
  const address = addressOf(origin, repository, token.secret);
  await client.git("push", "--quiet", address, "main");
  const second = await client.commit("README.md", "Two\n");
  await client.git("push", "--quiet", address, "main");
  await client.git("push", "--quiet", address, "main:refs/heads/topic", "HEAD:refs/tags/v1");
  await client.git("push", "--quiet", address, ":topic");
  await client.git("reset", "--quiet", "--hard", first);
  await client.git("push", "--quiet", "--force", address, "main");
  await client.remove();
  await runJobs();
  expect(received.map(({ headers }) => headers["x-event-key"])).toEqual(Array(5).fill("repo:push"));
  for (const { headers, body } of received) {
    expect(headers["x-hub-signature"]).toBe(signatureOf(body, secret));
    expect(headers["x-hook-uuid"]).toBe(hook.id);
    expect(headers["x-attempt-number"]).toBe("1");
    expect(headers["user-agent"]).toBe("Bitbucket-Webhooks/2.0");
    expect(body.toString()).not.toContain(token.secret);
  }
  expect(new Set(received.map(({ headers }) => headers["x-request-uuid"])).size).toBe(5);
  const bodies = received.map(({ body }) => JSON.parse(body.toString()));
  expect(bodies[0]).toMatchObject({
    actor: { type: "app_user", display_name: token.name },
    repository: { full_name: `${repository.workspace.slug}/${repository.slug}` },
    push: { changes: [{ old: null, new: { type: "branch", name: "main" }, created: true, closed: false }] },
  });
  const changes = bodies.map(({ push }) => push.changes);
  expect(changes[0][0].commits.map(({ hash }: { hash: string }) => hash)).toEqual([first]);
  expect(changes[1]).toMatchObject([
    { old: { target: { hash: first } }, new: { target: { hash: second } }, forced: false, truncated: false },
  ]);
  const published = `${bodies[1].repository.links.html.href}/branches/compare/${second}..${first}`;
  expect(changes[1][0].links.html.href).toBe(published);
  expect(changes[1][0].commits.map(({ hash }: { hash: string }) => hash)).toEqual([second]);
  expect(changes[2]).toMatchObject([
    { new: { type: "branch", name: "topic" }, commits: [] },
    { new: { type: "tag", name: "v1" }, old: null },
  ]);
  expect(changes[3]).toMatchObject([{ old: { name: "topic" }, new: null, closed: true }]);
  expect(changes[4]).toMatchObject([{ forced: true, new: { target: { hash: first } } }]);
  expect(await db().$count(pendingPushes, eq(pendingPushes.repositoryId, repository.id))).toBe(0);
});

test("a tag that is pushed is told as it is read", async () => {
  const { repository, hook } = await makeHooked(["repo:push"]);
  const token = await makeAccessToken(repository, ["repository:write"]);
  const client = await gitClient();
  await client.commit("README.md", "One\n");
  await client.git("tag", "light");
  await client.git("tag", "--annotate", "--message=Release one", "v1");
  const address = addressOf(server.origin, repository, token.secret);
  await client.git("push", "--quiet", address, "light", "v1");
  const refs = `/2.0/repositories/${repository.workspace.slug}/${repository.slug}/refs`;
  const readTags = async () => {
    const listed = await (await server.get(`${refs}/tags`, token.secret)).text();
    return JSON.parse(listed.replaceAll(server.origin, ownOrigin)).values;
  };
  const read = await readTags();
  await client.git("push", "--quiet", address, ":light", ":v1");
  await client.remove();
  const [pushed, deleted] = (await bodiesOf(hook.id)).map(({ push }) => push.changes);
  expect(read[1]).toMatchObject({ message: "Release one\n", tagger: { raw: "Ada <ada@example.com>" } });
  expect(pushed.map((change: { new: unknown }) => change.new)).toEqual(read);
  expect(deleted.map((change: { old: unknown }) => change.old)).toEqual(read);
});

test("what fails is tried again after pauses, in order, for a day; what is behind it waits", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  for (const description of ["one", "two"]) await updateRepository(caller, { ...namesOf(repository), description });
  answer = 500;
  const start = Date.now();
  let now = start;
  const clock = () => new Date(now);
  const deliver = () => deliverWebhook({ workspaceId: repository.workspace.id, webhookId: hook.id }, clock);
  await deliver();
  expect(received).toHaveLength(1);
  now = start + 29_000;
  await deliver();
  expect(received, "not before its pause is over").toHaveLength(1);
  now = start + 31_000;
  await deliver();
  expect(received.map(({ headers }) => headers["x-attempt-number"])).toEqual(["1", "2"]);
  expect(received[0]?.headers["x-request-uuid"]).toBe(received[1]?.headers["x-request-uuid"]);
  answer = 200;
  now = start + 120_000;
  await deliver();
  expect(received.map(({ body }) => JSON.parse(body.toString()).changes.description.new)).toEqual([
    "one",
    "one",
    "one",
    "two",
  ]);
  answer = 302;
  await updateRepository(caller, { ...namesOf(repository), description: "three" });
  let tries = 0;
  for (; (await statesOf(hook.id)).includes("waiting"); tries += 1) {
    now += 31 * 60_000;
    await deliver();
  }
  expect(tries).toBeGreaterThan(40);
  expect(now - start).toBeGreaterThan(23 * 3_600_000);
  expect(await statesOf(hook.id)).toEqual(["delivered", "delivered", "failed"]);
  expect(
    received.every(({ path }) => path === "/hook"),
    "no redirect is followed",
  ).toBe(true);
});

test("one whose secret can’t be opened is tried again after pauses, and says so", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  await updateRepository(caller, { ...namesOf(repository), description: "Changed" });
  await db().update(webhooks).set({ keyId: "gone" }).where(eq(webhooks.id, hook.id));
  const named = { workspaceId: repository.workspace.id, webhookId: hook.id };
  await deliverWebhook(named);
  const problem = "The secret of this webhook can’t be read any more. Set it again.";
  const owner = { kind: "repository" as const, ...namesOf(repository) };
  const deliveries = async () => {
    const listed = await getWebhookDeliveries(caller, { owner, webhook: hook.id });
    return listed.ok ? listed.value.deliveries : [];
  };
  expect(await deliveries()).toMatchObject([
    { state: "waiting", attempts: 1, problem, nextAttemptAt: expect.any(Date) },
  ]);
  await deliverWebhook(named, () => new Date(Date.now() + 25 * 3_600_000));
  const [failed] = await deliveries();
  expect(failed).toMatchObject({ state: "failed", attempts: 2, problem });
  const again = await redeliverWebhook(caller, { owner, webhook: hook.id, delivery: failed?.id ?? "" });
  expect(again).toMatchObject({ ok: true, value: { state: "failed" } });
  expect(received).toHaveLength(0);
});

test("what a process was at when it was killed is delivered by another one", async () => {
  const { repository, hook } = await makeHooked(["repo:push"]);
  const token = await makeAccessToken(repository, ["repository:write"]);
  answer = "nothing";
  const client = await gitClient();
  await client.commit("README.md", "One\n");
  await client.git("push", "--quiet", addressOf(server.origin, repository, token.secret), "main");
  await client.remove();
  const processes = await startServerProcesses(1, "test-support/chores-process.ts");
  await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
  await processes.kill();
  await processes.stop();
  answer = 200;
  expect(await statesOf(hook.id)).toEqual(["waiting"]);
  const later = () => new Date(Date.now() + 61_000);
  const named = { workspaceId: repository.workspace.id, webhookId: hook.id };
  await deliverWebhook(named);
  expect(received, "it may still be at it").toHaveLength(1);
  await wakeForgottenWebhooks(later());
  await deliverWebhook(named, later);
  expect(received).toHaveLength(2);
  expect(received[1]?.body.equals(received[0]?.body ?? Buffer.of())).toBe(true);
  expect(await statesOf(hook.id)).toEqual(["delivered"]);
}, 60_000);

test("no push that came in is lost, whenever its process is killed, and none is told that didn’t", async () => {
  const { repository, hook } = await makeHooked(["repo:push"]);
  const token = await makeAccessToken(repository, ["repository:write"]);
  const client = await gitClient();
  const started = [];
  const noted = async (branch: string) => {
    const rows = await db().select().from(pendingPushes).where(eq(pendingPushes.repositoryId, repository.id));
    return rows.some(({ updates }) => updates.some(({ ref }) => ref === `refs/heads/${branch}`));
  };
  const moved = async (branch: string) => (await branchNames(repository.id)).includes(branch);
  for (const [turn, seen] of [noted, moved, noted, moved, noted, moved].entries()) {
    const processes = await startServerProcesses(1);
    started.push(processes);
    await client.commit("README.md", `${turn}\n`);
    const address = addressOf(processes.origins[0] ?? "", repository, token.secret);
    const pushed = client.git("push", "--quiet", address, `HEAD:refs/heads/turn-${turn}`).catch(() => null);
    // Where the push is done before it's seen under way, it is killed after it.
    const wait = { timeout: 20_000, interval: 1 };
    await Promise.race([pushed, vi.waitFor(async () => expect(await seen(`turn-${turn}`)).toBe(true), wait)]);
    await processes.kill();
    await pushed;
  }
  await client.remove();
  await Promise.all(started.map((processes) => processes.stop()));
  await announceLostPushes(new Date(Date.now() + 130_000));
  const told = (await bodiesOf(hook.id)).flatMap(({ push }) =>
    push.changes.map((change: { new: { name: string } }) => change.new.name),
  );
  expect([...new Set(told)].sort()).toEqual((await branchNames(repository.id)).sort());
}, 120_000);

test("a push whose process was killed after its refs had moved is announced, once", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:push"], { filled: true });
  const main = (await resolveCommit(repository.id, "main")) ?? "";
  const moves = { ref: "refs/heads/moved", before: none, after: main };
  const stays = { ref: "refs/heads/stays", before: none, after: main };
  await notePush(caller, repository, [moves, stays]);
  await notePush(caller, repository, [stays]);
  await updateRefs(repository.id, [{ ...moves, before: null }], { name: "Ada", email: "ada@example.com" }, new Date());
  await announceLostPushes();
  expect(await bodiesOf(hook.id), "its process may still be at it").toHaveLength(0);
  for (const minutes of [3, 4, 90]) await announceLostPushes(new Date(Date.now() + minutes * 60_000));
  const bodies = await bodiesOf(hook.id);
  expect(bodies.map(({ push }) => push.changes.map((change: { new: { name: string } }) => change.new.name))).toEqual([
    ["moved"],
  ]);
  expect(bodies[0]?.actor).toMatchObject({ type: "user", display_name: admin.name });
  expect(await db().$count(pendingPushes, eq(pendingPushes.repositoryId, repository.id))).toBe(0);
});

test("a push is announced with one connection to the database", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:push"], { filled: true });
  const after = (await resolveCommit(repository.id, "main")) ?? "";
  const update = { ref: "refs/heads/moved", before: "0".repeat(40), after };
  const push = await notePush(caller, repository, [update]);
  await updateRefs(repository.id, [{ ...update, before: null }], gitAuthor, new Date());
  const held = await Promise.all(Array.from({ length: 9 }, () => databasePool().connect()));
  try {
    await announcePush(caller, repository, push);
  } finally {
    for (const connection of held) connection.release();
  }
  expect(await bodiesOf(hook.id)).toHaveLength(1);
});

test("a lost push that others followed takes no pull request back to it", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:push", "pullrequest:push"], { filled: true });
  const main = (await resolveCommit(repository.id, "main")) ?? "";
  const one = await commitOn(repository, main, "1");
  const second = await commitOn(repository, one, "2");
  const third = await commitOn(repository, second, "3");
  const ref = "refs/heads/topic";
  await writeRefs(caller, repository, [{ ref, before: null, after: one }]);
  const made = await createPullRequest(caller, { ...namesOf(repository), title: "Topic", source: "topic" });
  if (!made.ok) throw new Error("The pull request was not made.");
  await notePush(caller, repository, [{ ref, before: one, after: second }]);
  await updateRefs(repository.id, [{ ref, before: one, after: second }], gitAuthor, new Date());
  await writeRefs(caller, repository, [{ ref, before: second, after: third }]);
  await announceLostPushes(new Date(Date.now() + 130_000));
  const known = await requirePullRequest(repository, made.value.pullRequest.number);
  expect(known).toMatchObject({ ok: true, value: { sourceCommit: third } });
  const told = (await bodiesOf(hook.id)).map(({ push }) => push.changes[0].new.target.hash);
  expect(told).toEqual([one, third, second]);
});

test("a push that came too late is not told as one; one that others took back is", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:push"], { filled: true });
  const main = (await resolveCommit(repository.id, "main")) ?? "";
  const [late, first, other] = [
    await commitOn(repository, main, "Late"),
    await commitOn(repository, main, "First"),
    await commitOn(repository, main, "Other"),
  ];
  const ref = "refs/heads/main";
  const [lost, done] = [
    { ref, before: main, after: late },
    { ref, before: main, after: first },
  ];
  for (const update of [lost, { ...lost, after: none }, { ...lost, ref: "refs/tags/v1" }, done])
    await notePush(caller, repository, [update]);
  await updateRefs(repository.id, [done], gitAuthor, new Date());
  await updateRefs(repository.id, [{ ref, before: first, after: other }], gitAuthor, new Date());
  await announceLostPushes(new Date(Date.now() + 130_000));
  expect((await bodiesOf(hook.id)).map(({ push }) => push.changes[0].new?.target.hash)).toEqual([first]);
});

test("a branch that is deleted before its push is told is told as deleted alone", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:push"], { filled: true });
  const after = await commitOn(repository, (await resolveCommit(repository.id, "main")) ?? "", "Brief");
  const ref = "refs/heads/brief";
  await notePush(caller, repository, [{ ref, before: none, after }]);
  await updateRefs(repository.id, [{ ref, before: null, after }], gitAuthor, new Date());
  await writeRefs(caller, repository, [{ ref, before: after, after: null }]);
  await announceLostPushes(new Date(Date.now() + 130_000));
  const told = (await bodiesOf(hook.id)).flatMap(({ push }) => push.changes);
  expect(told).toMatchObject([{ old: { name: "brief", target: { hash: after } }, new: null, closed: true }]);
});

test.each([
  ["never moved the branch", false],
  ["was pushed away since", true],
])("a lost merge that %s has merged nothing", async (_, moved) => {
  const { repository, caller } = await makeHooked(["repo:push"], { filled: true });
  const main = (await resolveCommit(repository.id, "main")) ?? "";
  const topic = await commitOn(repository, main, "Topic");
  await writeRefs(caller, repository, [{ ref: "refs/heads/topic", before: null, after: topic }]);
  const made = await createPullRequest(caller, { ...namesOf(repository), title: "Topic", source: "topic" });
  if (!made.ok) throw new Error("The pull request was not made.");
  const { id: pullRequestId, number } = made.value.pullRequest;
  const [squashed, other] = [await commitOn(repository, main, "Squashed"), await commitOn(repository, main, "Other")];
  const merge = { ref: "refs/heads/main", before: main, after: squashed };
  await notePush(caller, repository, [merge], { pullRequestId, commit: squashed });
  if (moved) await updateRefs(repository.id, [merge], gitAuthor, new Date());
  await writeRefs(caller, repository, [{ ...merge, before: moved ? squashed : main, after: other }]);
  await announceLostPushes(new Date(Date.now() + 130_000));
  const known = await requirePullRequest(repository, number);
  expect(known).toMatchObject({ ok: true, value: { state: "OPEN", mergeCommit: null, destinationCommit: other } });
});

test("a lost push that can’t be announced holds back no other, and is given up after an hour", async () => {
  const { repository: broken, caller } = await makeHooked(["repo:push"], { filled: true });
  const { repository, hook } = await makeHooked(["repo:push"], { filled: true });
  for (const on of [broken, repository]) {
    const after = (await resolveCommit(on.id, "main")) ?? "";
    const update = { ref: "refs/heads/moved", before: none, after };
    await notePush(caller, on, [update]);
    await updateRefs(on.id, [{ ...update, before: null }], gitAuthor, new Date());
  }
  await rm(repositoryPath(broken.id), { recursive: true });
  const left = () => db().$count(pendingPushes, eq(pendingPushes.repositoryId, broken.id));
  await announceLostPushes(new Date(Date.now() + 130_000));
  expect(await bodiesOf(hook.id)).toHaveLength(1);
  expect(await left()).toBe(1);
  await announceLostPushes(new Date(Date.now() + 61 * 60_000));
  expect(await left()).toBe(0);
});

test("a webhook of a workspace hears of its repositories and projects, and of nobody else’s", async () => {
  const { repository, caller } = await makeHooked(["repo:push"]);
  const stranger = await makeHooked(["repo:push"]);
  const { workspace, project } = repository;
  const events: EventKey[] = ["repo:created", "repo:updated", "repo:deleted", "project:updated"];
  const values = { url: `${target}/workspace`, events };
  const own = await createWorkspaceWebhook(caller, { workspace: workspace.slug, ...values });
  const other = await createWorkspaceWebhook(stranger.caller, {
    workspace: stranger.repository.workspace.slug,
    ...values,
  });
  if (!own.ok || !other.ok) throw new Error("The webhooks were not made.");
  const slug = "made-here";
  const named = { workspace: workspace.slug, repository: slug };
  expect((await createRepository(caller, { ...named, project: project.key, slug, name: slug })).ok).toBe(true);
  await updateRepository(caller, { ...named, name: "Made elsewhere" });
  await updateProject(caller, { workspace: workspace.slug, project: project.key, name: "Another name" });
  expect((await deleteRepository(caller, named)).ok).toBe(true);
  await runJobs();
  expect(received.map(({ headers, path }) => [path, headers["x-event-key"]])).toEqual([
    ["/workspace", "repo:created"],
    ["/workspace", "repo:updated"],
    ["/workspace", "project:updated"],
    ["/workspace", "repo:deleted"],
  ]);
  const [, updated, renamed] = received.map(({ body }) => JSON.parse(body.toString()));
  expect(updated.changes).toEqual({ name: { new: "Made elsewhere", old: slug } });
  expect(renamed).toMatchObject({ project: { key: project.key, name: "Another name" } });
  expect(await statesOf(other.value.webhook.id)).toEqual([]);
});

test("one whose address is mended is tried at once, whatever pause it was to keep", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  await updateRepository(caller, { ...namesOf(repository), description: "Changed" });
  const named = { workspaceId: repository.workspace.id, webhookId: hook.id };
  answer = 500;
  await deliverWebhook(named);
  answer = 200;
  await deliverWebhook(named);
  expect(received, "its pause isn’t over").toHaveLength(1);
  await updateRepositoryWebhook(caller, { ...namesOf(repository), webhook: hook.id, url: `${target}/mended` });
  await runJobs();
  expect(received.map(({ path }) => path)).toEqual(["/hook", "/mended"]);
});

test("an event is told to those webhooks alone that hear of it and are on", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  const other = await makeRepository(repository.project);
  const make = (on: Repository, events: string[], active = true) =>
    createRepositoryWebhook(caller, { ...namesOf(on), url: `${target}/other`, events, active });
  await make(other, ["repo:updated"]);
  await make(repository, ["repo:push"]);
  await make(repository, ["repo:updated"], false);
  await updateRepository(caller, { ...namesOf(repository), description: "Changed" });
  await runJobs();
  expect(received.map(({ headers, path }) => [headers["x-hook-uuid"], path])).toEqual([[hook.id, "/hook"]]);
  expect(await statesOf(hook.id)).toEqual(["delivered"]);
});

test("one that is switched off keeps what waits, and goes on where it is switched on again", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  await updateRepository(caller, { ...namesOf(repository), description: "Changed" });
  const one = { ...namesOf(repository), webhook: `{${hook.id}}` };
  await updateRepositoryWebhook(caller, { ...one, active: false });
  await runJobs();
  expect(received).toHaveLength(0);
  await updateRepositoryWebhook(caller, { ...one, active: true });
  await runJobs();
  expect(received).toHaveLength(1);
});

test("a secret is sealed, told to nobody and taken away by null; audit rows hold none", async () => {
  const { repository, hook, secret } = await makeHooked(["repo:push"]);
  const token = await makeAccessToken(repository, ["webhook", "repository"]);
  const ask = (method: string, path: string, body?: unknown) =>
    fetch(`${server.origin}/2.0/repositories/${repository.workspace.slug}/${repository.slug}/hooks${path}`, {
      method,
      headers: { authorization: `Bearer ${token.secret}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const one = encodeURIComponent(`{${hook.id}}`);
  const told = await (await ask("GET", "")).text();
  expect(told).not.toContain(secret);
  expect(JSON.parse(told).values).toMatchObject([{ uuid: `{${hook.id}}`, secret_set: true, events: ["repo:push"] }]);
  const [row] = await db().select().from(webhooks).where(eq(webhooks.id, hook.id));
  expect(row?.secret?.includes(secret)).toBe(false);
  expect(await (await ask("PUT", `/${one}`, { description: "Kept" })).json()).toMatchObject({ secret_set: true });
  expect(await (await ask("PUT", `/${one}`, { secret: null })).json()).toMatchObject({ secret_set: false });
  expect((await ask("DELETE", `/${one}`)).status).toBe(204);
  expect((await ask("GET", `/${one}`)).status).toBe(404);
  const events = await db().select().from(auditEvents).where(eq(auditEvents.workspaceId, repository.workspace.id));
  const actions = events.map(({ action }) => action).filter((action) => action.startsWith("webhook"));
  expect(actions).toEqual(["webhook.created", "webhook.updated", "webhook.updated", "webhook.deleted"]);
  expect(JSON.stringify(events)).not.toContain(secret);
});

test.each([
  ["an event that doesn’t happen here", { events: ["issue:created"] }, "events"],
  ["an event of workspaces", { events: ["repo:created"] }, "events"],
  ["no event", { events: [] }, "events"],
  ["a NUL", { description: "\0" }, "description"],
  ["no address", { url: "hooks.example.com" }, "url"],
  ["a password in the address", { url: "https://a:b@hooks.example.com" }, "url"],
  ["unverified certificates", { skip_cert_verification: true }, "skip_cert_verification"],
])("%s is refused", async (_, values, field) => {
  const repository = await makeRepository(await makeProject(await makeWorkspace({ admin })));
  const token = await makeAccessToken(repository, ["webhook", "repository"]);
  const response = await fetch(
    `${server.origin}/2.0/repositories/${repository.workspace.slug}/${repository.slug}/hooks`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${token.secret}`, "content-type": "application/json" },
      body: JSON.stringify({ url: "https://hooks.example.com", events: ["repo:push"], ...values }),
    },
  );
  expect(response.status).toBe(400);
  expect(Object.keys((await response.json()).error.fields)).toEqual([field]);
});

test("a token’s webhook hears only of what the token may read", async () => {
  const { repository, hook } = await makeHooked(["repo:push"]);
  const caller = await callerOfToken(await makeAccessToken(repository, ["webhook", "repository"]));
  const values = { ...namesOf(repository), url: target };
  const refused = await createRepositoryWebhook(caller, { ...values, events: ["repo:push", "pullrequest:created"] });
  expect(refused).toMatchObject({ ok: false, error: { code: "insufficient_scope", required: "pullrequest" } });
  const changed = await updateRepositoryWebhook(caller, {
    ...namesOf(repository),
    webhook: hook.id,
    events: ["pullrequest:created"],
  });
  expect(changed).toMatchObject({ ok: false, error: { code: "insufficient_scope", required: "pullrequest" } });
});

test.each([
  ["another address", { url: "https://mine.example.com" }],
  ["another secret", { secret: "mine" }],
  ["it switched on", { active: true }],
])("a token gives a webhook %s only where it may read all that is told there", async (_, change) => {
  const { repository, hook, caller: owner } = await makeHooked(["repo:push", "pullrequest:created"]);
  const { workspace } = repository;
  const values = { url: `${target}/hook`, events: ["repo:push", "pullrequest:created"] };
  const wide = await createWorkspaceWebhook(owner, { workspace: workspace.slug, ...values });
  if (!wide.ok) throw new Error("The webhook was not made.");
  const ofRepository = { ...namesOf(repository), webhook: hook.id };
  const ofWorkspace = { workspace: workspace.slug, webhook: wide.value.webhook.id };
  await updateRepositoryWebhook(owner, { ...ofRepository, active: false });
  await updateWorkspaceWebhook(owner, { ...ofWorkspace, active: false });
  const blind = await callerOfToken(await makeAccessToken(workspace, ["webhook", "repository"]));
  const seeing = await callerOfToken(await makeAccessToken(workspace, ["webhook", "repository", "pullrequest"]));
  const refused = { ok: false, error: { code: "insufficient_scope", required: "pullrequest" } };
  expect(await updateRepositoryWebhook(blind, { ...ofRepository, ...change })).toMatchObject(refused);
  expect(await updateWorkspaceWebhook(blind, { ...ofWorkspace, ...change })).toMatchObject(refused);
  // As clients send back what they read.
  const same = { url: values.url, active: false, description: "Described" };
  expect((await updateRepositoryWebhook(blind, { ...ofRepository, ...same })).ok).toBe(true);
  expect((await updateRepositoryWebhook(seeing, { ...ofRepository, ...change })).ok).toBe(true);
});

test("what waits of an event that a webhook no longer hears of is nobody else’s either", async () => {
  const { repository, caller: owner } = await makeHooked(["repo:push"]);
  const { workspace, project } = repository;
  const values = { workspace: workspace.slug, url: `${target}/hook`, events: ["repo:push", "project:updated"] };
  const made = await createWorkspaceWebhook(owner, values);
  if (!made.ok) throw new Error("The webhook was not made.");
  await updateProject(owner, { workspace: workspace.slug, project: project.key, name: "Another name" });
  const blind = await callerOfToken(await makeAccessToken(workspace, ["webhook", "repository"]));
  const one = { workspace: workspace.slug, webhook: made.value.webhook.id };
  expect((await updateWorkspaceWebhook(blind, { ...one, events: ["repo:push"] })).ok).toBe(true);
  const changed = await updateWorkspaceWebhook(blind, { ...one, url: "https://mine.example.com" });
  expect(changed).toMatchObject({ ok: false, error: { code: "insufficient_scope", required: "project" } });
});

test("what a webhook is given at the same moment counts too", async () => {
  const { repository, hook } = await makeHooked(["repo:push"]);
  const caller = await callerOfToken(await makeAccessToken(repository, ["webhook", "repository"]));
  const ofRepository = { ...namesOf(repository), webhook: hook.id };
  const changed = await db().transaction(async (tx) => {
    await tx
      .update(webhooks)
      .set({ events: ["repo:push", "pullrequest:created"] })
      .where(eq(webhooks.id, hook.id));
    const changing = updateRepositoryWebhook(caller, { ...ofRepository, url: "https://mine.example.com" });
    await vi.waitFor(async () => {
      const waits = "wait_event_type = 'Lock' and datname = current_database()";
      const { rows } = await databasePool().query(`select 1 from pg_stat_activity where ${waits}`);
      expect(rows).toHaveLength(1);
    });
    return { changing };
  });
  expect(await changed.changing).toMatchObject({
    ok: false,
    error: { code: "insufficient_scope", required: "pullrequest" },
  });
});

async function makeHooked(events: string[], { filled = false } = {}) {
  const repository = await makeRepository(await makeProject(await makeWorkspace({ admin })), { storage: true });
  const caller: Caller = await callerOf(admin);
  if (filled) await fillRepositories(repository);
  const secret = `s-${repository.id}`;
  const made = await createRepositoryWebhook(caller, { ...namesOf(repository), url: `${target}/hook`, events, secret });
  if (!made.ok) throw new Error("The webhook was not made.");
  return { repository, caller, secret, hook: made.value.webhook };
}

function addressOf(origin: string, repository: Repository, secret: string): string {
  const url = new URL(`${origin}/${repository.workspace.slug}/${repository.slug}.git`);
  url.username = "x-token-auth";
  url.password = secret;
  return url.href;
}

async function statesOf(webhookId: string): Promise<string[]> {
  const rows = await db()
    .select({ state: webhookDeliveries.state })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, webhookId))
    .orderBy(asc(webhookDeliveries.sequence));
  return rows.map(({ state }) => state);
}

async function bodiesOf(webhookId: string) {
  const rows = await db()
    .select({ body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), eq(webhookDeliveries.eventKey, "repo:push")))
    .orderBy(asc(webhookDeliveries.sequence));
  return rows.map(({ body }) => JSON.parse(body));
}

test("all that happens to a pull request, a commit and a build is told, in its order", async () => {
  const events = eventsOf("repository").map(([key]) => key);
  const { repository, hook, caller } = await makeHooked(events, { filled: true });
  const reviewer = await callerOfToken(await makeAccessToken(repository, ["pullrequest:write"]));
  const names = namesOf(repository);
  const main = (await resolveCommit(repository.id, "main")) ?? "";
  const topic = await commitOn(repository, main, "Topic");
  await writeRefs(caller, repository, [{ ref: "refs/heads/topic", before: null, after: topic }]);
  const made = await createPullRequest(caller, { ...names, title: "Take topic in", source: "topic" });
  if (!made.ok) throw new Error("The pull request was not made.");
  const one = { ...names, number: made.value.pullRequest.number };
  await updatePullRequest(caller, { ...one, title: "Take it in" });
  await approvePullRequest(reviewer, one);
  await unapprovePullRequest(reviewer, one);
  await unapprovePullRequest(reviewer, one);
  await requestChanges(reviewer, one);
  await withdrawChangeRequest(reviewer, one);
  const said = await createPullRequestComment(reviewer, { ...one, content: "Why?" });
  if (!said.ok) throw new Error("The comment was not made.");
  const comment = { ...one, comment: said.value.comment.number };
  await updatePullRequestComment(reviewer, { ...comment, content: "Why, indeed?" });
  await resolvePullRequestComment(reviewer, comment);
  await reopenPullRequestComment(reviewer, comment);
  await deletePullRequestComment(reviewer, comment);
  for (const state of ["INPROGRESS", "SUCCESSFUL"] as const) {
    await setCommitStatus(reviewer, { ...names, commit: topic, key: "ci", state, url: "https://ci.example.com/1" });
  }
  await createCommitComment(reviewer, { ...names, commit: topic, content: "Well done." });
  await mergePullRequest(caller, one);
  const second = await createPullRequest(caller, { ...names, title: "Again", source: "topic" });
  expect(second.ok, "what is merged has nothing to pull").toBe(false);

  const told = await db()
    .select({ key: webhookDeliveries.eventKey, body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .where(eq(webhookDeliveries.webhookId, hook.id))
    .orderBy(asc(webhookDeliveries.sequence));
  expect(told.map(({ key }) => key)).toEqual([
    "repo:push",
    "pullrequest:created",
    "pullrequest:updated",
    "pullrequest:approved",
    "pullrequest:unapproved",
    "pullrequest:changes_request_created",
    "pullrequest:changes_request_removed",
    "pullrequest:comment_created",
    "pullrequest:comment_updated",
    "pullrequest:comment_resolved",
    "pullrequest:comment_reopened",
    "pullrequest:comment_deleted",
    "repo:commit_status_created",
    "repo:commit_status_updated",
    "repo:commit_comment_created",
    "pullrequest:fulfilled",
    "repo:push",
  ]);
  const bodyOf = (key: string) => JSON.parse(told.find((one) => one.key === key)?.body ?? "null");
  expect(bodyOf("pullrequest:updated").pullrequest).toMatchObject({ title: "Take it in", state: "OPEN" });
  expect(bodyOf("pullrequest:approved")).toMatchObject({
    actor: { type: "app_user" },
    approval: { user: { type: "app_user" } },
    pullrequest: { participants: [{ approved: true }] },
  });
  expect(bodyOf("pullrequest:comment_created")).toMatchObject({
    comment: { content: { raw: "Why?" } },
    pullrequest: { comment_count: 1 },
  });
  expect(bodyOf("repo:commit_status_updated").commit_status).toMatchObject({ key: "ci", state: "SUCCESSFUL" });
  expect(bodyOf("pullrequest:fulfilled").pullrequest).toMatchObject({ state: "MERGED" });
});

test("a delivery is sent again at once, as one of its own; one that waits is tried now", async () => {
  const { repository, hook, caller } = await makeHooked(["repo:updated"]);
  await updateRepository(caller, { ...namesOf(repository), description: "Changed" });
  const named = { workspaceId: repository.workspace.id, webhookId: hook.id };
  answer = 500;
  await deliverWebhook(named);
  const owner = { kind: "repository" as const, ...namesOf(repository) };
  const first = await getWebhookDeliveries(caller, { owner, webhook: hook.id });
  const [waiting] = first.ok ? first.value.deliveries : [];
  expect(waiting).toMatchObject({ state: "waiting", attempts: 1, answerStatus: 500, answerBody: "heard" });
  answer = 200;
  const again = { owner, webhook: hook.id, delivery: waiting?.id ?? "" };
  expect(await redeliverWebhook(caller, again)).toMatchObject({ ok: true, value: { state: "waiting" } });
  await runJobs();
  expect(await statesOf(hook.id)).toEqual(["delivered"]);
  answer = 404;
  expect(await redeliverWebhook(caller, again)).toMatchObject({ ok: true, value: { state: "failed" } });
  answer = 204;
  expect(await redeliverWebhook(caller, again)).toMatchObject({ ok: true, value: { state: "delivered" } });
  expect(await statesOf(hook.id)).toEqual(["delivered", "failed", "delivered"]);
  expect(received.map(({ body }) => body.toString())).toEqual(Array(4).fill(waiting?.body));
  expect(new Set(received.map(({ headers }) => headers["x-request-uuid"])).size).toBe(3);
  const stranger = await callerOf(await makeUser());
  expect(await redeliverWebhook(stranger, again)).toMatchObject({ ok: false, error: { code: "not_found" } });
});

const none = "0".repeat(40);
const gitAuthor = { name: "Ada", email: "ada@example.com" };

/** A commit on another one, with its files, that no ref names yet. */
async function commitOn(repository: Repository, parent: string, message: string): Promise<string> {
  const tree = (await getCommit(repository.id, parent))?.tree ?? "";
  const by = { author: gitAuthor, committer: gitAuthor, at: new Date() };
  return writeCommit(repository.id, { tree, parents: [parent], message: `${message}\n`, ...by });
}
