import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "@/lib/authorization/principal";
import { createBranchRestriction } from "@/lib/branch-restrictions/administer";
import { refTarget } from "@/lib/git/ref-targets";
import { deleteBranch } from "@/lib/git-content/delete-ref";
import type { Project } from "@/lib/projects/find";
import { getPullRequest } from "@/lib/pull-requests/list";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import { createFork } from "@/lib/repositories/fork";
import type { Workspace } from "@/lib/workspaces/find";
import { namesOf } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
  uniqueText,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { startServer, type TestServer } from "@/test-support/server";
import { writeFiles } from "@/test-support/write-files";

let server: TestServer;
let workspace: Workspace;
let project: Project;
let admin: Caller;
let everywhere: TestAccessToken;
let repository: Repository;
let fork: Repository;

beforeAll(async () => {
  server = await startServer();
  const person = await makeUser();
  workspace = await makeWorkspace({ admin: person });
  project = await makeProject(workspace);
  admin = await callerOf(person);
  everywhere = await makeAccessToken(workspace, ["pullrequest:write"]);
});

afterAll(() => server.close());

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  fork = await forkOf(repository);
  await writeFiles(admin, fork, "topic", { "topic.txt": "topic\n" });
});

async function forkOf(source: Repository): Promise<Repository> {
  const made = await createFork(admin, { ...namesOf(source), slug: `fork-${uniqueText()}` });
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

async function ask(method: string, path: string, body?: unknown, secret: string = everywhere.secret, on = repository) {
  const init =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const base = `/2.0/repositories/${workspace.slug}/${on.slug}/pullrequests`;
  const answer = await server.get(base + path, secret, { method, ...init });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function fullName({ slug }: Repository): string {
  return `${workspace.slug}/${slug}`;
}

function bodyFrom(from: string, branch = "topic") {
  return { title: `Merge ${branch}`, source: { branch: { name: branch }, repository: { full_name: from } } };
}

async function open(more: object = {}) {
  const made = await ask("POST", "", { ...bodyFrom(fullName(fork)), ...more });
  expect([made.status, made.body?.error]).toEqual([201, undefined]);
  return made.body;
}

function tip({ id }: Repository, branch: string): Promise<string | null> {
  return refTarget(id, `refs/heads/${branch}`);
}

describe("opening a pull request from a fork", () => {
  test("takes the fork's branch in, and tells where it comes from", async () => {
    const head = await tip(fork, "topic");
    const made = await open();
    expect(made).toMatchObject({
      state: "OPEN",
      source: {
        branch: { name: "topic" },
        commit: { hash: head?.slice(0, 12) },
        repository: { full_name: fullName(fork), uuid: `{${fork.id}}` },
      },
      destination: { branch: { name: "main" }, repository: { full_name: fullName(repository) } },
    });
    const commits = await ask("GET", `/${made.id}/commits`);
    expect(commits.body.values.map(({ hash }: { hash: string }) => hash)).toEqual([head]);
    expect(await tip(repository, "topic")).toBeNull();
  });

  test("shows its difference to whoever reads the destination, and not where it comes from", async () => {
    const made = await open();
    const own = await makeAccessToken(repository, ["pullrequest"]);
    const read = await ask("GET", `/${made.id}`, undefined, own.secret);
    expect(read.body.source.repository).toBeNull();
    expect(JSON.stringify(read.body)).not.toContain(fork.slug);
    const address = new URL(read.body.links.diff.href);
    const diff = await server.get(address.pathname + address.search, own.secret);
    expect(diff.status).toBe(200);
    expect(await diff.text()).toContain("+topic");
  });

  test("works by uuid, and the other way round", async () => {
    const byUuid = { title: "By uuid", source: { branch: { name: "topic" }, repository: { uuid: `{${fork.id}}` } } };
    expect((await ask("POST", "", byUuid)).status).toBe(201);
    await writeFiles(admin, repository, "news", { "news.txt": "news\n" });
    const back = await ask("POST", "", bodyFrom(fullName(repository), "news"), everywhere.secret, fork);
    expect(back.body).toMatchObject({ source: { repository: { full_name: fullName(repository) } } });
  });

  test("takes branches of one name from different repositories", async () => {
    await writeFiles(admin, repository, "topic", { "own.txt": "own\n" });
    await open();
    expect((await ask("POST", "", bodyFrom(fullName(repository)))).status).toBe(201);
    const again = await ask("POST", "", bodyFrom(fullName(fork)));
    expect(again).toMatchObject({ status: 409, body: { error: { fields: { source: expect.anything() } } } });
    expect((await ask("POST", "", bodyFrom(fullName(fork), "main"))).body.error.message).toContain("no changes");
  });

  test("it may be sent back as its source, by who sees it, and nothing else", async () => {
    const { id, source } = await open();
    const put = (full_name: string, secret?: string) =>
      ask("PUT", `/${id}`, { source: { ...source, repository: { full_name } } }, secret);
    expect((await put(fullName(fork))).status).toBe(200);
    expect((await put(fullName(repository))).status).toBe(400);
    const own = await makeAccessToken(repository, ["pullrequest:write"]);
    expect((await put(fullName(fork), own.secret)).status).toBe(400);
  });

  test("needs a repository that the token reads, of the same workspace, that it was forked from or to", async () => {
    const own = await makeAccessToken(repository, ["pullrequest:write"]);
    const stranger = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
    const hidden = await ask("POST", "", bodyFrom(fullName(fork)), own.secret);
    for (const name of [`${fullName(fork)}-none`, `${stranger.workspace.slug}/${stranger.slug}`, "", "a/b/c"]) {
      const absent = await ask("POST", "", bodyFrom(name), own.secret);
      expect([absent.status, absent.body], name).toEqual([404, hidden.body]);
    }
    expect(hidden.status).toBe(404);
    const sibling = await forkOf(repository);
    const unrelated = await makeRepository(project, { storage: true });
    await fillRepositories(unrelated);
    expect((await ask("POST", "", bodyFrom(fullName(unrelated), "main"))).status).toBe(400);
    expect((await ask("POST", "", bodyFrom(fullName(fork)), everywhere.secret, sibling)).status).toBe(400);
  });
});

describe("the list", () => {
  test("can be asked for where they come from, as far as the token reads that", async () => {
    const made = await open();
    await writeFiles(admin, repository, "own", { "own.txt": "own\n" });
    const second = await ask("POST", "", { title: "Own", source: { branch: { name: "own" } } });
    const own = await makeAccessToken(repository, ["pullrequest"]);
    const ids = async (q: string, secret = everywhere.secret) =>
      (await ask("GET", `?q=${encodeURIComponent(q)}`, undefined, secret)).body.values.map(
        ({ id }: { id: number }) => id,
      );
    expect(await ids(`source.repository.full_name = "${fullName(fork)}"`)).toEqual([made.id]);
    expect(await ids(`source.repository.uuid = "{${repository.id}}"`)).toEqual([second.body.id]);
    expect(await ids('source.repository.full_name ~ "fork-"', own.secret)).toEqual([]);
    expect(await ids(`source.repository.full_name = "${fullName(repository)}"`, own.secret)).toEqual([second.body.id]);
  });
});

describe("what happens in the fork", () => {
  test("a push to the branch is followed", async () => {
    const made = await open();
    const head = await writeFiles(admin, fork, "topic", { "more.txt": "more\n" });
    const read = await ask("GET", `/${made.id}`);
    expect(read.body.source.commit.hash).toBe(head.slice(0, 12));
    const commits = await ask("GET", `/${made.id}/commits`);
    expect(commits.body.values).toHaveLength(2);
  });

  test("merging takes it in, and closes the fork's branch", async () => {
    const made = await open({ close_source_branch: true });
    const merged = await ask("POST", `/${made.id}/merge`, {});
    expect(merged.body).toMatchObject({ state: "MERGED", source: { repository: { full_name: fullName(fork) } } });
    expect(await tip(fork, "topic")).toBeNull();
  });

  test("merging leaves the fork's branch where the token may not write there", async () => {
    const made = await open({ close_source_branch: true });
    const own = await makeAccessToken(repository, ["pullrequest:write"]);
    const merged = await ask("POST", `/${made.id}/merge`, {}, own.secret);
    expect(merged.body).toMatchObject({ state: "MERGED", source: { repository: null } });
    expect(await tip(fork, "topic")).not.toBeNull();
  });

  test("what is merged by a push is merged", async () => {
    const made = await open();
    const head = (await tip(fork, "topic")) ?? "";
    const branch = { name: "taken", target: { hash: head } };
    const base = `/2.0/repositories/${workspace.slug}/${repository.slug}/refs/branches`;
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(branch) };
    expect((await server.get(base, everywhere.secret, init)).status).toBe(201);
    const inner = await ask("POST", "", { title: "Own", source: { branch: { name: "taken" } } });
    await ask("POST", `/${inner.body.id}/merge`, { merge_strategy: "fast_forward" });
    expect((await ask("GET", `/${made.id}`)).body.state).toBe("MERGED");
  });

  test("the destination's restrictions hold", async () => {
    await createBranchRestriction(admin, {
      ...namesOf(repository),
      kind: "require_approvals_to_merge",
      pattern: "main",
      value: 1,
    });
    const made = await open();
    expect((await ask("POST", `/${made.id}/merge`, {})).status).toBe(409);
  });

  test("deleting it, or its branch, leaves the pull request open with its commits", async () => {
    const made = await open();
    const head = (await tip(fork, "topic")) ?? "";
    await deleteBranch(admin, { ...namesOf(fork), name: "topic" });
    expect((await ask("POST", `/${made.id}/merge`, {})).status).toBe(409);
    await deleteRepository(admin, namesOf(fork));
    const read = await ask("GET", `/${made.id}`);
    expect(read.body).toMatchObject({
      state: "OPEN",
      source: { repository: null, commit: { hash: head.slice(0, 12) } },
    });
    expect((await ask("GET", `/${made.id}/commits`)).body.values).toHaveLength(1);
    const refused = await ask("POST", `/${made.id}/merge`, {});
    expect(refused).toMatchObject({ status: 409, body: { error: { message: expect.stringContaining("is gone") } } });
    expect((await ask("POST", `/${made.id}/decline`, {})).body.state).toBe("DECLINED");
  });

  test("a push and a merge at the same moment end in what was looked at, or in a conflict", async () => {
    for (let round = 0; round < 3; round += 1) {
      const branch = `race-${round}`;
      const before = await writeFiles(admin, fork, branch, { [`${branch}.txt`]: "1\n" });
      const made = await ask("POST", "", bodyFrom(fullName(fork), branch));
      const [pushed, merged] = await Promise.all([
        writeFiles(admin, fork, branch, { [`${branch}.txt`]: "2\n" }),
        ask("POST", `/${made.body.id}/merge`, { merge_strategy: "merge_commit" }),
      ]);
      expect([200, 409]).toContain(merged.status);
      const now = await getPullRequest(admin, { ...namesOf(repository), number: made.body.id });
      const pullRequest = now.ok ? now.value.pullRequest : null;
      if (merged.status === 200) {
        expect(pullRequest?.state).toBe("MERGED");
        expect([before, pushed]).toContain(pullRequest?.sourceCommit);
      } else expect(pullRequest).toMatchObject({ state: "OPEN", sourceCommit: pushed });
    }
  });
});
