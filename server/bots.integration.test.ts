import { afterAll, beforeAll, expect, test } from "vitest";
import { braced } from "@/lib/ids";
import type { Repository } from "@/lib/repositories/find";
import {
  callerOf,
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
import { writeFiles } from "@/test-support/write-files";

// What known programs ask of the API, in the order and the manner in which they do, peculiarities included.

let server: TestServer;
let repository: Repository;
let token: TestAccessToken;
let reviewer: { uuid: string; display_name: string };
let stranger: { uuid: string; display_name: string };
let base: string;

beforeAll(async () => {
  server = await startServer();
  const admin = await makeUser({ name: "Ada" });
  const workspace = await makeWorkspace({ admin });
  repository = await makeRepository(await makeProject(workspace), { storage: true });
  await fillRepositories(repository);
  for (const branch of ["bot/one", "bot/two", "bot/three"]) {
    await writeFiles(await callerOf(admin), repository, branch, { [`${branch}.txt`]: "new\n" });
  }
  token = await makeAccessToken(workspace, ["pullrequest:write", "webhook", "account"], { name: "bot" });
  const member = await makeUser({ name: "Grace" });
  await makeMember(workspace, member);
  reviewer = { uuid: braced(member.id), display_name: "Grace" };
  stranger = { uuid: braced((await makeUser({ name: "Gone" })).id), display_name: "Gone" };
  base = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
});

afterAll(() => server.close());

async function ask(method: string, path: string, body?: unknown) {
  const answer = await server.get(path.startsWith("/2.0") ? path : base + path, token.secret, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text) : null };
}

/** All pages, by their own links. */
async function all(path: string) {
  const values: Record<string, unknown>[] = [];
  for (let next: string | undefined = path; next; ) {
    const { status, body } = await ask("GET", next);
    expect([next, status]).toEqual([next, 200]);
    values.push(...body.values);
    next = body.next?.replace(server.origin, "");
  }
  return values;
}

test("a bot that renews dependencies opens a pull request, keeps it up to date, and merges it", {
  timeout: 120_000,
}, async () => {
  // It asks who it is, and goes on without knowing: it must not be told of a scope that it could be given.
  const self = await ask("GET", "/2.0/user");
  expect([self.status, self.body.error.detail]).toEqual([403, undefined]);
  expect((await ask("GET", "")).body).toMatchObject({
    uuid: braced(repository.id),
    full_name: `${repository.workspace.slug}/${repository.slug}`,
    is_private: true,
    has_issues: false,
    parent: null,
    mainbranch: { name: "main" },
    owner: { username: repository.workspace.slug },
    project: { name: repository.project.name },
  });
  expect((await ask("GET", "/src/HEAD/renovate.json")).status).toBe(404);
  expect((await ask("GET", "/src/HEAD/README.md")).text).toBe("# Read me\n");

  // Of all pull requests some fields; there is nothing to ask for the first time, and so an empty q.
  const states = "state=OPEN&state=MERGED&state=DECLINED&state=SUPERSEDED";
  const fields = ["id", "title", "state", "summary.raw", "source.branch.name", "reviewers.uuid", "updated_on"];
  const list = (q: string) => {
    const query = new URLSearchParams({ fields: [...fields.map((name) => `values.${name}`), "next"].join(","), q });
    return all(`${base}/pullrequests?${states}&${query}&pagelen=50`);
  };
  expect(await list("")).toEqual([]);

  const reviewers = [reviewer, stranger];
  const branches = { source: { branch: { name: "bot/one" } }, destination: { branch: { name: "main" } } };
  const asked = { title: "Renew", description: "One", ...branches, close_source_branch: true };
  const refused = await ask("POST", "/pullrequests", { ...asked, reviewers });
  expect(refused.status).toBe(400);
  expect(refused.body.error.fields.reviewers).toEqual([
    expect.stringMatching(/is not a member of this workspace and cannot be added to this pull request$/),
  ]);
  const members = `/2.0/workspaces/${repository.workspace.slug}/members`;
  const statuses = await Promise.all(reviewers.map(({ uuid }) => ask("GET", `${members}/${uuid}`)));
  expect(statuses.map(({ status }) => status)).toEqual([200, 404]);
  const made = await ask("POST", "/pullrequests", { ...asked, reviewers: [reviewer] });
  expect(made).toMatchObject({
    status: 201,
    body: { summary: { raw: "One" }, source: { branch: { name: "bot/one" } } },
  });
  const one = `/pullrequests/${made.body.id}`;

  const [listed] = await list("");
  expect(listed).toMatchObject({ state: "OPEN", reviewers: [{ uuid: reviewer.uuid }], summary: { raw: "One" } });
  // From then on only what is newer, the moment in quotes.
  expect(await list(`updated_on > "${listed?.updated_on}"`)).toEqual([]);
  expect(await list('updated_on > "2020-01-01T00:00:00.000000+00:00"')).toHaveLength(1);
  // The same of one branch, neither encoded nor in capitals.
  const found = await ask("GET", '/pullrequests?q=source.branch.name="bot/one"&state=open');
  expect(found.body.values).toMatchObject([{ id: made.body.id }]);

  const { target } = (await ask("GET", "/refs/branches/bot/one")).body;
  const build = {
    name: "stability",
    key: "stability",
    state: "INPROGRESS",
    url: "https://example.com/",
    description: "",
  };
  expect((await ask("POST", `/commit/${target.hash}/statuses/build`, build)).status).toBe(201);
  expect(await all(`${base}/commit/${target.hash}/statuses`)).toMatchObject([
    { key: "stability", state: "INPROGRESS" },
  ]);

  expect((await ask("POST", `${one}/comments`, { content: { raw: "### Notice\n\nFirst" } })).status).toBe(201);
  const [comment] = await all(`${base}${one}/comments`);
  expect(comment).toMatchObject({ content: { raw: "### Notice\n\nFirst" } });
  const edited = await ask("PUT", `${one}/comments/${comment?.id}`, { content: { raw: "### Notice\n\nSecond" } });
  expect(edited.body.content.raw).toBe("### Notice\n\nSecond");
  expect((await ask("DELETE", `${one}/comments/${comment?.id}`, {})).status).toBe(204);

  expect(await all(`${base}${one}/comments?q=deleted=false`)).toEqual([]);
  expect(await all(`${base}${one}/activity`)).not.toEqual([]);

  // The reviewers go back as they came, whole.
  const current = await ask("GET", one);
  const renewed = { title: "Renew more", description: "Two", reviewers: current.body.reviewers };
  expect((await ask("PUT", one, renewed)).body).toMatchObject({
    title: "Renew more",
    summary: { raw: "Two" },
    reviewers: [{ uuid: reviewer.uuid }],
    close_source_branch: true,
  });
  await ask("POST", `${one}/tasks`, { content: { raw: "Look" } });
  const [task] = await all(`${base}${one}/tasks?pagelen=100`);
  const resolved = { state: "RESOLVED", content: { raw: "Look" } };
  expect((await ask("PUT", `${one}/tasks/${task?.id}`, resolved)).body.state).toBe("RESOLVED");

  const merged = await ask("POST", `${one}/merge`, { close_source_branch: true, merge_strategy: "squash" });
  expect(merged).toMatchObject({ status: 200, body: { state: "MERGED" } });
  expect((await ask("GET", "/refs/branches/bot/one")).status).toBe(404);
});

test("a build server finds what to build, hears of more, and says how it went", { timeout: 120_000 }, async () => {
  const { slug } = repository.workspace;
  expect((await ask("GET", `/2.0/workspaces/${slug}`)).body).toMatchObject({ slug, links: { avatar: {} } });
  const repositories = await ask("GET", `/2.0/repositories/${slug}?role=member&page=1&pagelen=100`);
  expect(repositories.body.values).toMatchObject([{ slug: repository.slug, links: { clone: [{ name: "https" }] } }]);
  expect((await ask("GET", "/?fields=mainbranch.name")).body).toEqual({ mainbranch: { name: "main" } });
  const branches = await ask("GET", "/refs/branches?pagelen=100");
  expect(branches.body.values).toContainEqual(
    expect.objectContaining({ name: "bot/two", target: expect.objectContaining({ date: expect.any(String) }) }),
  );
  expect((await ask("GET", "/refs/tags?pagelen=100")).body.values).toMatchObject([{ name: "v1" }]);

  const source = { branch: { name: "bot/two" } };
  const { body: made } = await ask("POST", "/pullrequests", { title: "Two", source });
  const { body: page } = await ask("GET", "/pullrequests?page=1&pagelen=50");
  expect(page.values).toMatchObject([
    { id: made.id, source: { repository: { full_name: expect.any(String) }, branch: { name: "bot/two" } } },
  ]);
  const commits = `/pullrequests/${made.id}/commits?pagelen=1&fields=values.hash,values.author.raw,values.date,values.message`;
  const [{ hash, ...rest }] = (await ask("GET", commits)).body.values;
  expect(Object.keys(rest).sort()).toEqual(["author", "date", "message"]);
  // The ends of a pull request are named by short hashes, and asked for by them.
  expect((await ask("GET", `/commit/${made.source.commit.hash}`)).body.hash).toBe(hash);

  const exists = async (path: string) => (await ask("HEAD", path)).status;
  expect(await exists(`/src/${hash}/README.md`)).toBe(200);
  expect(await exists("/src/bot%2Ftwo/Jenkinsfile")).toBe(404);

  const hook = { uuid: null, description: "builds", url: "https://ci.example.com/hook", active: true, secret: null };
  const registered = await ask("POST", "/hooks", { ...hook, events: ["repo:push", "pullrequest:created"] });
  expect([registered.status, registered.body?.error]).toEqual([201, undefined]);
  const { uuid } = registered.body;
  expect((await ask("GET", "/hooks?page=1&pagelen=100")).body.values).toMatchObject([{ uuid, active: true }]);
  const place = `/hooks/${encodeURIComponent(uuid)}`;
  const more = { ...registered.body, events: [...registered.body.events, "pullrequest:fulfilled"] };
  expect((await ask("PUT", place, more)).body.events).toHaveLength(3);

  const status = {
    name: "main #1",
    key: "abc",
    state: "SUCCESSFUL",
    url: "https://ci.example.com/1",
    description: null,
  };
  expect((await ask("POST", `/commit/${hash}/statuses/build`, { ...status, refname: null })).status).toBe(201);
  expect((await ask("DELETE", place)).status).toBe(204);
});

test("a script with a client that writes null for what it leaves out opens, reviews and merges", async () => {
  const opened = await ask("POST", "/pullrequests", {
    title: "Three",
    source: { branch: { name: "bot/three" } },
    description: null,
    close_source_branch: null,
    reviewers: [],
  });
  expect([opened.status, opened.body?.error]).toEqual([201, undefined]);
  const one = `/pullrequests/${opened.body.id}`;
  const mine = new URLSearchParams({
    q: `title = "Three" AND author.uuid = "${opened.body.author.uuid}"`,
    sort: "-id",
  });
  expect((await ask("GET", `/pullrequests/?${mine}`)).body.values).toMatchObject([{ id: opened.body.id }]);
  expect((await ask("POST", `${one}/approve`, { approved: true })).body).toMatchObject({ approved: true });
  expect((await ask("DELETE", `${one}/approve`)).status).toBe(204);
  expect((await ask("POST", `${one}/request-changes`, { "request-changes": true })).status).toBe(200);
  expect((await ask("DELETE", `${one}/request-changes`)).status).toBe(204);
  const comment = { content: { raw: "Here" }, inline: { path: "bot/three.txt", to: 1, from: null }, parent: null };
  expect((await ask("POST", `${one}/comments`, comment)).body).toMatchObject({ inline: { to: 1, from: null } });
  const merged = await ask("POST", `${one}/merge`, { close_source_branch: false, merge_strategy: null, message: null });
  expect(merged).toMatchObject({ status: 200, body: { state: "MERGED", merge_commit: { hash: expect.any(String) } } });
  const again = await ask("POST", `${one}/decline`, { id: opened.body.id });
  expect(again.status).toBe(409);
  // What has to be there may not be null.
  const nameless = await ask("POST", "/pullrequests", { title: null, source: { branch: { name: "bot/three" } } });
  expect([nameless.status, Object.keys(nameless.body.error.fields)]).toEqual([400, ["title"]]);
});
