import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/authorization/principal";
import { repositoryPath } from "@/lib/git/storage";
import { braced } from "@/lib/ids";
import { removeMember } from "@/lib/memberships/remove";
import type { Project } from "@/lib/projects/find";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";
import {
  callerOf,
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
  type TestUser,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";
import { writeFiles } from "@/test-support/write-files";

let server: TestServer;
let workspace: Workspace;
let project: Project;
let person: TestUser;
let admin: Caller;
let repository: Repository;
let bot: TestAccessToken;
let base: string;
let client: Client;

beforeAll(async () => {
  server = await startServer();
  person = await makeUser({ name: "Ada" });
  workspace = await makeWorkspace({ admin: person });
  project = await makeProject(workspace);
  admin = await callerOf(person);
});

afterAll(() => server.close());

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  bot = await makeAccessToken(repository, ["pullrequest:write"], { name: "merge-bot" });
  base = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
  await writeFiles(admin, repository, "topic", { "topic.txt": "topic\n" });
  client = await gitClient({ init: false });
  await client.git("clone", "--quiet", repositoryPath(repository.id), ".");
  await client.git("config", "user.name", "Ada");
  await client.git("config", "user.email", "ada@example.com");
  return () => client.remove();
});

async function ask(method: string, path: string, body?: unknown, secret: string = bot.secret) {
  const init =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const first = await server.get(base + path, secret, { method, ...init });
  const location = first.headers.get("location");
  const answer = first.status === 302 && location ? await server.get(location, secret) : first;
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: text.startsWith("{") ? JSON.parse(text) : null };
}

async function open(source = "topic", more: object = {}) {
  const made = await ask("POST", "/pullrequests", {
    title: `Merge ${source}`,
    source: { branch: { name: source } },
    ...more,
  });
  expect([made.status, made.body?.error]).toEqual([201, undefined]);
  return made.body;
}

async function tip(branch: string): Promise<string> {
  await client.git("fetch", "--quiet", "--prune", "origin");
  return (await client.git("rev-parse", `origin/${branch}`)).trim();
}

describe("opening", () => {
  test("a pull request has both ends, its author, and links that lead to its difference", async () => {
    const made = await open("topic", { description: "Because.", draft: true, close_source_branch: true });
    expect(made).toMatchObject({
      id: 1,
      state: "OPEN",
      draft: true,
      author: { type: "app_user", display_name: "merge-bot" },
      source: { branch: { name: "topic" }, commit: { hash: (await tip("topic")).slice(0, 12) } },
      destination: { branch: { name: "main" } },
      close_source_branch: true,
      merge_commit: null,
      closed_by: null,
    });
    const diff = await ask("GET", "/pullrequests/1/diff");
    expect(diff.status).toBe(200);
    expect(diff.text).toContain("+topic");
    expect((await ask("GET", "/pullrequests/1/diffstat")).body.values).toMatchObject([{ new: { path: "topic.txt" } }]);
    expect((await ask("GET", "/pullrequests/1/patch")).text).toContain("Subject: [PATCH]");
    const link = new URL(made.links.diff.href);
    expect((await server.get(link.pathname + link.search, bot.secret)).status).toBe(200);
    expect((await ask("GET", "/pullrequests/1/commits")).body.values).toHaveLength(1);
  });

  test("what can't be merged isn't opened", async () => {
    const from = (name: string, more: object = {}) =>
      ask("POST", "/pullrequests", { title: "No", source: { branch: { name } }, ...more });
    expect((await from("none")).body.error.fields).toEqual({ source: ["There is no branch none."] });
    expect((await from("topic", { destination: { branch: { name: "none" } } })).status).toBe(400);
    expect((await from("main")).status).toBe(400);
    await ask("POST", "/refs/branches", { name: "same", target: { hash: "main" } });
    expect((await from("same")).body.error.fields).toEqual({ source: ["There are no changes to be pulled."] });
    await open();
    expect((await from("topic")).status).toBe(409);
    expect((await ask("POST", "/pullrequests", { title: " ", source: { branch: { name: "topic" } } })).status).toBe(
      400,
    );
  });

  test("reviewers are members, and not the author", async () => {
    const [member, stranger] = [await makeUser(), await makeUser()];
    await makeMember(workspace, member);
    const made = await open("topic", { reviewers: [{ uuid: braced(member.id) }] });
    expect(made.reviewers).toMatchObject([{ uuid: braced(member.id) }]);
    expect(made.participants).toMatchObject([{ role: "REVIEWER", approved: false, state: null }]);
    const put = (reviewers: unknown) => ask("PUT", "/pullrequests/1", { reviewers });
    expect((await put([{ uuid: "nobody" }])).body.error.fields).toEqual({ reviewers: ["Malformed reviewers list"] });
    expect((await put([{ uuid: braced(stranger.id) }])).body.error.message).toContain(
      "is not a member of this workspace",
    );
    // Who has left may stay, so that the rest can still be changed; once taken off, they can't come back.
    await removeMember(admin, { workspace: workspace.slug, userId: member.id });
    expect((await put([{ uuid: braced(member.id) }])).body.reviewers).toMatchObject([{ uuid: braced(member.id) }]);
    expect((await put([])).body.reviewers).toEqual([]);
    expect((await put([{ uuid: braced(member.id) }])).status).toBe(400);
  });

  test("a list leaves out what takes long to read, unless it is asked for", async () => {
    await open();
    const [item] = (await ask("GET", "/pullrequests")).body.values;
    expect(Object.keys(item)).not.toContain("participants");
    const widened = (await ask("GET", "/pullrequests?fields=%2Bvalues.participants,-values.links")).body.values[0];
    expect([Object.keys(widened).includes("participants"), Object.keys(widened).includes("links")]).toEqual([
      true,
      false,
    ]);
    expect((await ask("GET", "/pullrequests?fields=values.id,size")).body).toEqual({ values: [{ id: 1 }], size: 1 });
    expect((await ask("GET", "/pullrequests?state=MERGED")).body.size).toBe(0);
    expect((await ask("GET", "/pullrequests?state=MERGED&state=OPEN")).body.size).toBe(1);
    expect((await ask("GET", "/pullrequests?state=SUPERSEDED")).body.size).toBe(0);
    expect((await ask("GET", "/pullrequests?state=nonsense")).status).toBe(400);
    const asked = (q: string) => ask("GET", `/pullrequests?q=${encodeURIComponent(q)}`);
    expect((await asked('source.branch.name = "topic" AND title ~ "MERGE"')).body.size).toBe(1);
    expect((await asked('state = "MERGED"')).body.size).toBe(0);
    expect((await asked("draft = true OR id > 1")).body.size).toBe(0);
    expect((await asked(`author.uuid = "${braced(bot.id)}"`)).body.size).toBe(1);
  });
});

describe("changing", () => {
  test("only the keys that are sent", async () => {
    await open("topic", { description: "Kept" });
    const changed = await ask("PUT", "/pullrequests/1", { title: "Better", draft: true });
    expect(changed.body).toMatchObject({ title: "Better", draft: true, description: "Kept" });
    expect((await ask("PUT", "/pullrequests/1", { destination: { branch: { name: "topic" } } })).status).toBe(400);
    await ask("POST", "/pullrequests/1/decline", { reason: "Later" });
    expect((await ask("PUT", "/pullrequests/1", { title: "Late" })).status).toBe(409);
    expect((await ask("GET", "/pullrequests/1")).body).toMatchObject({ state: "DECLINED", reason: "Later" });
  });

  test("the source stays: it may be sent back as it is, and no other", async () => {
    const { source } = await open();
    const put = (sent: unknown) => ask("PUT", "/pullrequests/1", { title: "Better", source: sent });
    const uuid = braced(repository.id);
    for (const same of [source, { branch: { name: "topic" }, repository: { uuid } }, { repository: null }]) {
      expect((await put(same)).status, JSON.stringify(same)).toBe(200);
    }
    for (const other of [{ branch: { name: "main" } }, { repository: { full_name: `${workspace.slug}/other` } }]) {
      const { status, body } = await put(other);
      expect([status, Object.keys(body.error.fields)], JSON.stringify(other)).toEqual([400, ["source"]]);
    }
  });

  test("drafts of comments and tasks are refused, not published", async () => {
    await open();
    const draft = { content: { raw: "Not yet" }, pending: true };
    for (const place of ["/pullrequests/1/comments", "/pullrequests/1/tasks"]) {
      const { status, body } = await ask("POST", place, draft);
      expect([status, Object.keys(body.error.fields)], place).toEqual([400, ["pending"]]);
      expect((await ask("GET", place)).body.size, place).toBe(0);
      expect((await ask("POST", place, { ...draft, pending: false })).status, place).toBe(201);
    }
  });

  test("approvals and requests for changes replace each other, and are told in order", async () => {
    await open();
    expect((await ask("POST", "/pullrequests/1/approve")).body).toMatchObject({ approved: true, state: "approved" });
    await ask("POST", "/pullrequests/1/request-changes");
    const { participants } = (await ask("GET", "/pullrequests/1")).body;
    expect(participants).toMatchObject([{ approved: false, state: "changes_requested", role: "PARTICIPANT" }]);
    expect((await ask("DELETE", "/pullrequests/1/request-changes")).status).toBe(204);
    const { values } = (await ask("GET", "/pullrequests/1/activity")).body;
    const kinds = values.map((item: object) => Object.keys(item).find((key) => key !== "pull_request"));
    expect(kinds).toEqual(["changes_requested", "approval", "update"]);
  });

  test("comments are answered, settled once, and counted; tasks are done", async () => {
    await open();
    const comment = await ask("POST", "/pullrequests/1/comments", {
      content: { raw: "Why?" },
      inline: { path: "topic.txt", to: 2, start_to: 1 },
    });
    const { id } = comment.body;
    const answer = await ask("POST", "/pullrequests/1/comments", { content: { raw: "So." }, parent: { id } });
    expect(answer.body).toMatchObject({ parent: { id }, inline: { path: "topic.txt", to: 2, start_to: 1 } });
    expect(Object.keys(comment.body)).not.toContain("resolution");
    expect((await ask("POST", `/pullrequests/1/comments/${id}/resolve`)).body.type).toBe("comment_resolution");
    expect((await ask("POST", `/pullrequests/1/comments/${id}/resolve`)).status).toBe(409);
    expect((await ask("POST", `/pullrequests/1/comments/${answer.body.id}/resolve`)).status).toBe(400);
    const task = await ask("POST", "/pullrequests/1/tasks", { content: { raw: "Test it" }, comment: { id } });
    expect((await ask("GET", "/pullrequests/1")).body).toMatchObject({ comment_count: 2, task_count: 1 });
    const done = await ask("PUT", `/pullrequests/1/tasks/${task.body.id}`, { state: "RESOLVED" });
    expect(done.body).toMatchObject({ state: "RESOLVED", resolved_by: { display_name: "merge-bot" } });
    expect((await ask("GET", "/pullrequests/1")).body.task_count).toBe(0);
  });
});

describe("merging", () => {
  test("with a merge commit, by the token, and the branch is closed where that was asked", async () => {
    await open("topic", { close_source_branch: true });
    const [main, topic] = [await tip("main"), await tip("topic")];
    const merged = await ask("POST", "/pullrequests/1/merge", { message: "Done" });
    expect(merged.body).toMatchObject({ state: "MERGED", closed_by: { display_name: "merge-bot" } });
    const now = await tip("main");
    expect(merged.body.merge_commit.hash).toBe(now.slice(0, 12));
    expect((await client.git("log", "-1", "--format=%P%n%an%n%s", now)).trim().split("\n")).toEqual([
      `${main} ${topic}`,
      "merge-bot",
      "Done",
    ]);
    expect(await client.git("branch", "--remotes")).not.toContain("topic");
    expect((await ask("GET", "/pullrequests/1/commits")).body.values).toMatchObject([{ hash: topic }]);
    expect((await ask("GET", `/commit/${topic}/pullrequests`)).body.values).toMatchObject([{ id: 1 }]);
    expect((await ask("GET", `/commit/${main}/pullrequests`)).body.values).toEqual([]);
  });

  test("squashed, or forward where nothing is lost", async () => {
    await writeFiles(admin, repository, "topic", { "second.txt": "2\n" });
    await open();
    await ask("POST", "/pullrequests/1/merge", { merge_strategy: "squash" });
    const squashed = await tip("main");
    expect((await client.git("log", "-1", "--format=%P", squashed)).trim().split(" ")).toHaveLength(1);
    expect(await client.git("show", `${squashed}:second.txt`)).toBe("2\n");
    await ask("POST", "/refs/branches", { name: "next", target: { hash: "main" } });
    const next = await writeFiles(admin, repository, "next", { "next.txt": "next\n" });
    await open("next");
    expect((await ask("POST", "/pullrequests/2/merge", { merge_strategy: "fast_forward" })).status).toBe(200);
    expect(await tip("main")).toBe(next);
    await ask("POST", "/refs/branches", { name: "late", target: { hash: squashed } });
    await writeFiles(admin, repository, "late", { "late.txt": "late\n" });
    await open("late");
    const refused = await ask("POST", "/pullrequests/3/merge", { merge_strategy: "fast_forward" });
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringContaining("can’t be moved forward"),
    ]);
  });

  test("what contradicts each other is named, and nothing moves", async () => {
    await open();
    const main = await writeFiles(admin, repository, "main", { "topic.txt": "other\n" });
    const refused = await ask("POST", "/pullrequests/1/merge");
    expect([refused.status, refused.body.error.message]).toEqual([409, expect.stringContaining("topic.txt")]);
    expect(await tip("main")).toBe(main);
    expect((await ask("GET", "/pullrequests/1")).body.state).toBe("OPEN");
  });

  test("neither a draft, nor without the right to write, nor past a token's limits", async () => {
    await open("topic", { draft: true });
    expect((await ask("POST", "/pullrequests/1/merge")).status).toBe(400);
    await ask("PUT", "/pullrequests/1", { draft: false });
    const reader = await makeAccessToken(repository, ["pullrequest"]);
    expect((await ask("POST", "/pullrequests/1/merge", {}, reader.secret)).body.error.detail.required).toEqual([
      "pullrequest:write",
    ]);
    const limited = await makeAccessToken(repository, ["pullrequest:write"], { refs: ["release/*"] });
    const refused = await ask("POST", "/pullrequests/1/merge", {}, limited.secret);
    expect([refused.status, refused.body.error.message]).toEqual([403, expect.stringContaining("release/*")]);
    expect((await ask("GET", "/pullrequests/1")).body.state).toBe("OPEN");
  });
});

describe("following pushes", () => {
  test("new commits belong to it, and stay when their branch goes", async () => {
    await open();
    const pushed = await writeFiles(admin, repository, "topic", { "more.txt": "more\n" });
    expect((await ask("GET", "/pullrequests/1")).body.source.commit.hash).toBe(pushed.slice(0, 12));
    await ask("DELETE", "/refs/branches/topic");
    await client.git("-C", repositoryPath(repository.id), "gc", "--quiet", "--prune=now");
    expect((await ask("GET", "/pullrequests/1")).body.state).toBe("OPEN");
    expect((await ask("GET", "/pullrequests/1/commits")).body.values).toHaveLength(2);
    expect((await ask("POST", "/pullrequests/1/merge")).status).toBe(409);
  });

  test("asked for to be done meanwhile, it is done; its task says so", async () => {
    await open();
    expect((await ask("GET", "/pullrequests/1/merge/task-status/1")).status).toBe(404);
    const asked = await ask("POST", "/pullrequests/1/merge?async=true", {});
    expect([asked.status, asked.text]).toEqual([202, ""]);
    const { pathname } = new URL(asked.headers.get("location") ?? "");
    const task = await (await server.get(pathname, bot.secret)).json();
    expect(task).toMatchObject({ task_status: "SUCCESS", merge_result: { id: 1, state: "MERGED" } });
    expect((await ask("GET", "/pullrequests/1/merge/task-status/2")).status).toBe(404);
    expect((await ask("POST", "/pullrequests/1/merge?async=true", {})).status).toBe(409);
  });

  test("a push that nobody heard of is noticed at the merge, which then has to be asked for again", async () => {
    await open();
    const silent = (
      await client.git("commit-tree", "-p", "origin/topic", "-m", "Silent", "origin/topic^{tree}")
    ).trim();
    await client.git("push", "--quiet", repositoryPath(repository.id), `${silent}:refs/heads/topic`);
    expect((await ask("POST", "/pullrequests/1/merge")).status).toBe(409);
    expect((await ask("GET", "/pullrequests/1")).body.source.commit.hash).toBe(silent.slice(0, 12));
    expect((await ask("POST", "/pullrequests/1/merge")).status).toBe(200);
  });

  test("merged by a push with git is merged", async () => {
    await open();
    const writer = await makeAccessToken(repository, ["repository:write"], { name: "pusher" });
    await client.git("checkout", "--quiet", "main");
    await client.git("merge", "--quiet", "--no-ff", "-m", "By hand", "origin/topic");
    await client.git(
      "push",
      "--quiet",
      server.gitAddress(`${workspace.slug}/${repository.slug}.git`, writer.secret),
      "main",
    );
    const merged = (await ask("GET", "/pullrequests/1")).body;
    expect(merged).toMatchObject({ state: "MERGED", closed_by: { display_name: "pusher" } });
    expect(merged.merge_commit.hash).toBe((await tip("main")).slice(0, 12));
  });

  test("what the destination held before is not merged by the next push to it, and nothing is sent to where it is", async () => {
    await open();
    await ask("POST", "/refs/branches", { name: "holds", target: { hash: "topic" } });
    const sent = await ask("PUT", "/pullrequests/1", { destination: { branch: { name: "holds" } } });
    expect([sent.status, sent.body.error.fields]).toEqual([
      400,
      { destination: ["There are no changes to be pulled."] },
    ]);
    const writer = await makeAccessToken(repository, ["repository:write"]);
    const address = server.gitAddress(`${workspace.slug}/${repository.slug}.git`, writer.secret);
    await client.git("push", "--quiet", "--force", address, "origin/main:topic");
    await writeFiles(admin, repository, "main", { "other.txt": "other\n" });
    const { state, source } = (await ask("GET", "/pullrequests/1")).body;
    expect([state, source.commit.hash]).toEqual(["OPEN", (await tip("topic")).slice(0, 12)]);
  });

  test("what keeps its commits alive is no client's to see, push or delete", async () => {
    await open();
    const writer = await makeAccessToken(repository, ["repository:write"]);
    const address = server.gitAddress(`${workspace.slug}/${repository.slug}.git`, writer.secret);
    expect(await client.git("ls-remote", address)).not.toContain("pull-requests");
    const own = "refs/pull-requests/1/from";
    await expect(client.git("push", "--quiet", address, `main:${own}`)).rejects.toThrow();
    await expect(client.git("push", "--quiet", address, `:${own}`)).rejects.toThrow();
    expect((await client.git("-C", repositoryPath(repository.id), "rev-parse", own)).trim()).toBe(await tip("topic"));
  });
});

describe("at once", () => {
  test("two merges of one end in one merge and one clear conflict", async () => {
    await open();
    const answers = await Promise.all([
      ask("POST", "/pullrequests/1/merge", { merge_strategy: "squash" }),
      ask("POST", "/pullrequests/1/merge", { merge_strategy: "squash" }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await client.git("rev-list", "--count", `main..${await tip("main")}`)).trim()).toBe("1");
  });

  test("merges of several lose nothing: each is merged or told of the conflict", async () => {
    const branches = ["a", "b", "c", "d", "e"];
    for (const name of branches) {
      await writeFiles(admin, repository, name, { [`${name}.txt`]: "x\n" });
      await open(name);
    }
    const answers = await Promise.all(branches.map((_, at) => ask("POST", `/pullrequests/${at + 1}/merge`)));
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const files = await client.git("ls-tree", "--name-only", await tip("main"));
    for (const [at, name] of branches.entries()) {
      const { state } = (await ask("GET", `/pullrequests/${at + 1}`)).body;
      expect([name, state, files.includes(`${name}.txt`)]).toEqual([
        name,
        statuses[at] === 200 ? "MERGED" : "OPEN",
        statuses[at] === 200,
      ]);
    }
  });

  test("a merge and a commit on the same branch: neither is lost", async () => {
    await open();
    const [merged, written] = await Promise.all([
      ask("POST", "/pullrequests/1/merge"),
      writeFiles(admin, repository, "main", { "other.txt": "other\n" }).then(
        () => true,
        () => false,
      ),
    ]);
    const files = await client.git("ls-tree", "--name-only", await tip("main"));
    expect([files.includes("topic.txt"), files.includes("other.txt")]).toEqual([merged.status === 200, written]);
    expect(merged.status === 200 || written).toBe(true);
  });

  test("a merge and a push with git to the same branch: neither is lost, and whoever is too late is told", async () => {
    await open();
    await client.commit("pushed.txt", "pushed\n");
    const address = server.gitAddress(`${workspace.slug}/${repository.slug}.git`, bot.secret);
    const [merged, pushed] = await Promise.all([
      ask("POST", "/pullrequests/1/merge"),
      client.git("push", "--quiet", address, "HEAD:main").then(
        () => true,
        () => false,
      ),
    ]);
    const files = await client.git("ls-tree", "--name-only", await tip("main"));
    expect([files.includes("topic.txt"), files.includes("pushed.txt")]).toEqual([merged.status === 200, pushed]);
    expect([merged.status === 200 || pushed, [200, 409].includes(merged.status)]).toEqual([true, true]);
    await client.git("fsck", "--strict");
  });

  test("a push with git and the end of the repository: the push ends, and its token opens nothing after", async () => {
    await client.commit("pushed.txt", "pushed\n");
    const address = server.gitAddress(`${workspace.slug}/${repository.slug}.git`, bot.secret);
    const push = () =>
      client.git("push", "--quiet", address, "HEAD:main").then(
        () => true,
        () => false,
      );
    const names = { workspace: workspace.slug, repository: repository.slug };
    const [, deleted] = await Promise.all([push(), deleteRepository(admin, names)]);
    expect(deleted.ok).toBe(true);
    expect((await ask("GET", "")).status).toBe(401);
    expect(await push()).toBe(false);
  });

  test("a merge and the end of the repository: it answers, and nothing is left", async () => {
    await open();
    const names = { workspace: workspace.slug, repository: repository.slug };
    const [merged, deleted] = await Promise.all([ask("POST", "/pullrequests/1/merge"), deleteRepository(admin, names)]);
    expect(deleted.ok).toBe(true);
    expect([200, 401, 404, 409]).toContain(merged.status);
  });
});
