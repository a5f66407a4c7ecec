import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { braced } from "@/lib/ids";
import type { Project } from "@/lib/projects/find";
import { findRepository, type Repository } from "@/lib/repositories/find";
import type { Workspace } from "@/lib/workspaces/find";
import {
  makeAccessToken,
  makeMember,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { startServer, type TestServer } from "@/test-support/server";

let server: TestServer;
let workspace: Workspace;
let project: Project;
let repository: Repository;
let token: TestAccessToken;
let base: string;

beforeAll(async () => {
  server = await startServer();
  workspace = await makeWorkspace();
  project = await makeProject(workspace);
});

afterAll(() => server.close());

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  token = await makeAccessToken(repository, ["repository"], { name: "scanner" });
  base = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
});

async function ask(method: string, path: string, body?: unknown, secret: string = token.secret) {
  const init =
    body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await server.get(path, secret, { method, ...init });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null };
}

describe("builds", () => {
  const build = { key: "build", state: "INPROGRESS", url: "https://ci.example.com/7" };

  test("the same key again changes what was said, and only that", async () => {
    const first = await ask("POST", `${base}/commit/main/statuses/build`, { ...build, refname: "main" });
    expect(first).toMatchObject({ status: 201, body: { state: "INPROGRESS", name: "build", refname: "main" } });
    await ask("POST", `${base}/commit/main/statuses/build`, { ...build, key: "lint" });
    const second = await ask("POST", `${base}/commit/v1/statuses/build`, { ...build, state: "FAILED" });
    expect(second.body).toMatchObject({ uuid: first.body.uuid, created_on: first.body.created_on, state: "FAILED" });
    const { body } = await ask("GET", `${base}/commit/main/statuses`);
    expect([body.size, body.values.map((status: { key: string }) => status.key)]).toEqual([2, ["lint", "build"]]);
    expect((await ask("GET", `${base}/commit/main/statuses?refname=main`)).body.size).toBe(0);
  });

  test("an update changes the keys that are sent", async () => {
    await ask("POST", `${base}/commit/main/statuses/build`, { ...build, description: "Compiling" });
    const updated = await ask("PUT", `${base}/commit/main/statuses/build/build`, { state: "SUCCESSFUL" });
    expect(updated).toMatchObject({
      status: 200,
      body: { state: "SUCCESSFUL", description: "Compiling", url: build.url },
    });
    expect((await ask("PUT", `${base}/commit/main/statuses/build/none`, { state: "STOPPED" })).status).toBe(404);
  });

  test("what isn't right is named by its field", async () => {
    const wrong = { key: "", state: "DONE", url: "javascript:alert(1)" };
    const refused = await ask("POST", `${base}/commit/main/statuses/build`, wrong);
    expect([refused.status, Object.keys(refused.body.error.fields)]).toEqual([400, ["state", "url", "key"]]);
    expect((await ask("POST", `${base}/commit/none/statuses/build`, build)).status).toBe(404);
  });
});

describe("comments on a commit", () => {
  async function comment(body: object, secret?: string) {
    return ask("POST", `${base}/commit/main/comments`, { content: { raw: "Why?" }, ...body }, secret);
  }

  test("stand on several lines, where these end no earlier than they begin", async () => {
    const lines = { path: "README.md", from: null, to: 3, start_from: null, start_to: 1 };
    const { body } = await comment({ inline: lines });
    expect(body.inline).toEqual(lines);
    expect((await comment({ parent: { id: body.id } })).body.inline).toEqual(lines);
    for (const [wrong, said] of [
      [{ to: 3, start_to: 4 }, "start_to"],
      [{ to: 3, start_from: 1 }, "start_from"],
    ] as const) {
      const { status, body } = await comment({ inline: { path: "README.md", ...wrong } });
      expect([status, body.error.fields.inline[0]]).toEqual([400, expect.stringContaining(said)]);
    }
  });

  test("stand on a line, are answered there, and keep their place when they go", async () => {
    const first = await comment({ inline: { path: "README.md", to: 1 } });
    expect(first.body).toMatchObject({ id: 1, inline: { path: "README.md", from: null, to: 1 }, deleted: false });
    expect(first.body.user).toMatchObject({ type: "app_user", display_name: "scanner" });
    const answer = await comment({ parent: { id: 1 } });
    expect(answer.body).toMatchObject({ id: 2, parent: { id: 1 }, inline: { path: "README.md", to: 1 } });
    expect((await ask("DELETE", `${base}/commit/main/comments/1`)).status).toBe(204);
    const { body } = await ask("GET", `${base}/commit/main/comments`);
    expect(body.values).toMatchObject([
      { id: 1, deleted: true, content: { raw: "" } },
      { id: 2, deleted: false },
    ]);
    expect((await ask("GET", `${base}/commit/main/comments/1`)).status).toBe(404);
    expect((await comment({ parent: { id: 1 } })).status).toBe(400);
  });

  test("nothing in one is markup to a browser", async () => {
    const { body } = await comment({ content: { raw: "<img src=x onerror=alert(1)>" } });
    expect(body.content.html).not.toContain("<img");
  });

  test("only whoever wrote one changes it; an admin may delete it", async () => {
    await comment({});
    const other = await makeAccessToken(repository, ["repository"]);
    const admin = await makeAccessToken(repository, ["repository", "repository:admin"]);
    const changed = { content: { raw: "Because." } };
    expect((await ask("PUT", `${base}/commit/main/comments/1`, changed, other.secret)).status).toBe(403);
    expect((await ask("PUT", `${base}/commit/main/comments/1`, changed, admin.secret)).status).toBe(403);
    expect((await ask("PUT", `${base}/commit/main/comments/1`, changed)).body.content.raw).toBe("Because.");
    expect((await ask("DELETE", `${base}/commit/main/comments/1`, undefined, other.secret)).status).toBe(403);
    expect((await ask("DELETE", `${base}/commit/main/comments/1`, undefined, admin.secret)).status).toBe(204);
  });

  test("numbers count in the repository, also when many come at once", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => comment({})));
    expect(made.map(({ body }) => body.id).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe("reports", () => {
  const report = { title: "Scan", details: "All of it", report_type: "SECURITY", result: "FAILED" };
  const finding = { annotation_type: "VULNERABILITY", summary: "Old library", severity: "HIGH" };

  test("are written under an id of one's own, found by it and by uuid, and take their annotations along", async () => {
    const data = [{ title: "Safe", type: "BOOLEAN", value: false }];
    const saved = await ask("PUT", `${base}/commit/main/reports/scan-7`, { ...report, data });
    expect(saved.body).toMatchObject({ external_id: "scan-7", result: "FAILED", data });
    const again = await ask("PUT", `${base}/commit/main/reports/scan-7`, { ...report, result: "PASSED" });
    expect(again.body).toMatchObject({ uuid: saved.body.uuid, result: "PASSED", data: [] });
    const byUuid = `${base}/commit/main/reports/${encodeURIComponent(saved.body.uuid)}`;
    expect((await ask("GET", byUuid)).status).toBe(200);
    await ask("PUT", `${byUuid}/annotations/a-1`, finding);
    expect((await ask("GET", `${byUuid}/annotations`)).body).toMatchObject({
      size: 1,
      values: [{ external_id: "a-1" }],
    });
    expect((await ask("DELETE", byUuid)).status).toBe(204);
    expect((await ask("GET", `${base}/commit/main/reports/scan-7/annotations`)).status).toBe(404);
  });

  test("written by the uuid of what is there, that is replaced, and nothing is added", async () => {
    const place = `${base}/commit/main/reports`;
    const { uuid } = (await ask("PUT", `${place}/scan-8`, { ...report, result: "PENDING" })).body;
    const byUuid = `${place}/${encodeURIComponent(uuid)}`;
    const again = await ask("PUT", byUuid, { ...report, result: "PASSED" });
    expect(again.body).toMatchObject({ uuid, external_id: "scan-8", result: "PASSED" });
    expect((await ask("GET", place)).body).toMatchObject({ size: 1, values: [{ uuid, result: "PASSED" }] });

    const found = (await ask("PUT", `${byUuid}/annotations/a-1`, finding)).body;
    const newer = { ...finding, summary: "Newer" };
    await ask("PUT", `${byUuid}/annotations/${encodeURIComponent(found.uuid)}`, newer);
    expect((await ask("GET", `${byUuid}/annotations`)).body).toMatchObject({
      size: 1,
      values: [{ uuid: found.uuid, external_id: "a-1", summary: "Newer" }],
    });
  });

  test("a value of which no type is said has that which it looks like", async () => {
    const data = [
      { title: "Safe", value: true },
      { title: "Found", value: 7 },
      { title: "Worst", value: "Old library" },
    ];
    const saved = await ask("PUT", `${base}/commit/main/reports/plain`, { ...report, data });
    expect(saved.body.data.map(({ type }: { type: string }) => type)).toEqual(["BOOLEAN", "NUMBER", "TEXT"]);
    const untold = await ask("PUT", `${base}/commit/main/reports/plain`, {
      ...report,
      data: [{ title: "x", value: {} }],
    });
    expect(untold.status).toBe(400);
  });

  test("what is wrong in a list is named with its place", async () => {
    await ask("PUT", `${base}/commit/main/reports/wrong`, report);
    const findings = [
      { ...finding, external_id: "f-1" },
      { ...finding, external_id: "f-2", severity: "WORST" },
    ];
    const refused = await ask("POST", `${base}/commit/main/reports/wrong/annotations`, findings);
    expect(refused.body.error.fields).toEqual({ 1: [expect.stringMatching(/^severity: /)] });
  });

  test("at most 100 findings come at once, 1,000 in all, and one of them twice counts once", async () => {
    await ask("PUT", `${base}/commit/main/reports/scan`, report);
    const place = `${base}/commit/main/reports/scan/annotations`;
    const many = (from: number, count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...finding, external_id: `f-${from + at}` }));
    expect((await ask("POST", place, many(0, 101))).status).toBe(400);
    for (let from = 0; from < 1_000; from += 100) expect((await ask("POST", place, many(from, 100))).status).toBe(200);
    const over = await ask("POST", place, many(1_000, 1));
    expect([over.status, over.body.error.message]).toEqual([
      400,
      "annotations: A report has at most 1,000 annotations.",
    ]);
    const twice = [...many(0, 1), { ...finding, summary: "Newer", external_id: "f-0" }];
    expect((await ask("POST", place, twice)).body).toMatchObject([{ summary: "Newer" }]);
  });
});

describe("lists that can be asked", () => {
  test("answer what q names, in the order of sort, and refuse what there isn't", async () => {
    const reader = await makeAccessToken(project, ["repository", "project"]);
    const place = `/2.0/repositories/${workspace.slug}`;
    const slugs = async (query: Record<string, string>) => {
      const { body } = await ask("GET", `${place}?${new URLSearchParams(query)}`, undefined, reader.secret);
      return body.values?.map(({ slug }: { slug: string }) => slug) ?? body.error.message;
    };
    const other = await makeRepository(project, { slug: `${repository.slug}-b`, description: "Second", storage: true });
    const both = `slug ~ "${repository.slug.toUpperCase()}"`;
    expect(await slugs({ q: both })).toEqual([repository.slug, other.slug]);
    expect(await slugs({ q: both, sort: "-slug" })).toEqual([other.slug, repository.slug]);
    expect(await slugs({ q: `${both} AND (description = "Second" OR size > 1e9)` })).toContain("At ");
    expect(await slugs({ q: `${both} AND description = "Second"` })).toEqual([other.slug]);
    expect(await slugs({ q: `project.key = "${project.key}" AND ${both} AND updated_on > 2026-01-01` })).toHaveLength(
      2,
    );
    expect(await slugs({ q: 'secret = "x"' })).toContain("There is no field secret here.");
    expect(await slugs({ sort: "secret" })).toContain("sort: Choose among");
    const refs = await ask("GET", `${base}/refs?q=${encodeURIComponent('name = "v1"')}`);
    expect(refs.body).toMatchObject({ size: 1, values: [{ name: "v1" }] });
    const open = await ask("GET", `${base}/commit/main/statuses?q=${encodeURIComponent('state = "FAILED"')}`);
    expect(open.body.size).toBe(0);
  });
});

describe("projects, repositories and people", () => {
  test("a repository is made in the token's reach alone", async () => {
    const other = await makeProject(workspace);
    const admin = await makeAccessToken(project, ["repository:admin"]);
    const at = (slug: string) => `/2.0/repositories/${workspace.slug}/${slug}`;
    const made = await ask("POST", at(`${repository.slug}-2`), { scm: "git" }, admin.secret);
    expect(made).toMatchObject({ status: 200, body: { project: { key: project.key }, is_private: true } });
    const elsewhere = await ask("POST", at("elsewhere"), { project: { key: other.key } }, admin.secret);
    expect(elsewhere.status).toBe(404);
    const open = await ask("POST", at("open"), { is_private: false }, admin.secret);
    expect([open.status, open.body.error.message]).toEqual([
      400,
      expect.stringContaining("Everything here is private."),
    ]);
    const unforked = await ask("POST", at("unforked"), { fork_policy: "no_forks" }, admin.secret);
    expect([unforked.status, Object.keys(unforked.body.error.fields)]).toEqual([400, ["fork_policy"]]);
    for (const policy of [made.body.fork_policy, "allow_forks"]) {
      const same = await ask("PUT", at(`${repository.slug}-2`), { fork_policy: policy }, admin.secret);
      expect([same.status, same.body.fork_policy]).toEqual([200, "no_public_forks"]);
    }
    const taken = await ask("POST", at(repository.slug), {}, admin.secret);
    expect([taken.status, Object.keys(taken.body.error.fields)]).toEqual([409, ["slug"]]);
    const own = await makeAccessToken(repository, ["repository:admin"]);
    expect((await ask("POST", at("more"), { project: { key: project.key } }, own.secret)).status).toBe(404);
    const reader = await makeAccessToken(project, ["repository"]);
    expect((await ask("POST", at("more"), {}, reader.secret)).body.error.detail.required).toEqual(["repository:admin"]);
  });

  test("an update changes the keys that are sent, and a repository's own token may make it", async () => {
    const admin = await makeAccessToken(repository, ["repository:admin"]);
    await ask("PUT", base, { description: "Kept" }, admin.secret);
    const updated = await ask("PUT", base, { name: "Renamed", project: { key: project.key } }, admin.secret);
    expect(updated.body).toMatchObject({ name: "Renamed", slug: repository.slug, description: "Kept" });
    const away = await makeProject(workspace);
    expect((await ask("PUT", base, { project: { key: away.key } }, admin.secret)).status).toBe(400);
    expect(await findRepository(workspace.slug, repository.slug)).toMatchObject({ project: { key: project.key } });
  });

  test("a deleted repository takes its token along", async () => {
    const deleter = await makeAccessToken(repository, ["repository:delete"]);
    expect((await ask("DELETE", base, undefined, deleter.secret)).status).toBe(204);
    expect((await ask("GET", base, undefined, token.secret)).status).toBe(401);
  });

  test("a project is made, renamed with its key, and deleted once it is empty", async () => {
    const admin = await makeAccessToken(workspace, ["project:admin", "project"]);
    const place = `/2.0/workspaces/${workspace.slug}/projects`;
    const made = await ask("PUT", `${place}/FIRST`, { name: "First", description: "Kept" }, admin.secret);
    expect(made).toMatchObject({ status: 201, body: { key: "FIRST" } });
    const renamed = await ask("PUT", `${place}/FIRST`, { key: "SECOND" }, admin.secret);
    expect(renamed).toMatchObject({ status: 200, body: { key: "SECOND", name: "First", description: "Kept" } });
    expect((await ask("GET", `${place}/FIRST`, undefined, admin.secret)).status).toBe(404);
    expect((await ask("POST", place, { key: "SECOND", name: "Again" }, admin.secret)).status).toBe(409);
    expect((await ask("DELETE", `${place}/${project.key}`, undefined, admin.secret)).status).toBe(409);
    expect((await ask("DELETE", `${place}/SECOND`, undefined, admin.secret)).status).toBe(204);
  });

  test("people and tokens of the workspace are told of, and nobody else; never an address", async () => {
    const [member, stranger] = [await makeUser({ name: "Ada" }), await makeUser()];
    await makeMember(workspace, member);
    const reader = await makeAccessToken(workspace, ["account"]);
    const members = `/2.0/workspaces/${workspace.slug}/members`;
    const listed = await ask("GET", members, undefined, reader.secret);
    expect(listed.body.values).toContainEqual(expect.objectContaining({ type: "workspace_membership" }));
    expect(JSON.stringify(listed.body)).not.toContain(member.email);
    for (const name of [braced(member.id), `712020:${member.id}`]) {
      const found = await ask("GET", `${members}/${encodeURIComponent(name)}`, undefined, reader.secret);
      expect(found.body.user.display_name).toBe("Ada");
      expect((await ask("GET", `/2.0/users/${encodeURIComponent(name)}`)).body.display_name).toBe("Ada");
    }
    expect((await ask("GET", `/2.0/users/${encodeURIComponent(braced(token.id))}`)).body).toMatchObject({
      type: "app_user",
      display_name: "scanner",
    });
    const hidden = await ask("GET", `/2.0/users/${encodeURIComponent(braced(stranger.id))}`);
    const absent = await ask("GET", `/2.0/users/${encodeURIComponent(braced(crypto.randomUUID()))}`);
    expect([hidden.status, absent.status]).toEqual([404, 404]);
    const own = await ask("GET", "/2.0/user/workspaces", undefined, reader.secret);
    expect(own.body.values).toMatchObject([{ administrator: false, workspace: { slug: workspace.slug } }]);
  });
});

test("a commit names who approved it; lists of commits don't", async () => {
  const approver = await makeAccessToken(repository, ["repository:write"], { name: "gate" });
  const approval = await ask("POST", `${base}/commit/main/approve`, undefined, approver.secret);
  const { body } = await ask("GET", `${base}/commit/main`);
  expect(body.participants).toEqual([approval.body]);
  expect(body.participants).toMatchObject([{ approved: true, user: { type: "app_user", display_name: "gate" } }]);
  expect((await ask("GET", `${base}/commits`)).body.values[0]).not.toHaveProperty("participants");
  await ask("DELETE", `${base}/commit/main/approve`, undefined, approver.secret);
  expect((await ask("GET", `${base}/commit/main`)).body.participants).toEqual([]);
});
