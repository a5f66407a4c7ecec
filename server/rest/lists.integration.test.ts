import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryPath } from "@/lib/git/storage";
import type { Repository } from "@/lib/repositories/find";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { gitClient } from "@/test-support/git";
import { publishedQueries } from "@/test-support/published-queries";
import { startServer, type TestServer } from "@/test-support/server";
import { routes } from "../http/operation-route";

// What lists can be asked for, in words and in order.

let server: TestServer;
let repository: Repository;
let bot: TestAccessToken;
let base: string;

beforeAll(async () => {
  server = await startServer();
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
  bot = await makeAccessToken(repository, ["pullrequest:write"]);
  base = `/2.0/repositories/${repository.workspace.slug}/${repository.slug}`;
  const client = await gitClient();
  await client.commit("docs/old.md", "# Old\n", "Begin");
  await client.git("mv", "docs/old.md", "docs/new.md");
  await client.commit("docs/guide/first.md", "a longer text than the others\n", "Rename");
  await client.commit("docs/run.sh", "#!/bin/sh\n", "Add a script");
  await client.git("update-index", "--chmod=+x", "docs/run.sh");
  await client.commit("docs/new.md", "# New\n", "Say more");
  await client.git("tag", "early", "main~2");
  await client.git("checkout", "--quiet", "-b", "feature/topic");
  await client.commit("topic.txt", "topic\n", "Begin a topic");
  await client.git("push", "--quiet", repositoryPath(repository.id), "main", "feature/topic", "early");
  await client.remove();
});

afterAll(() => server.close());

async function ask(path: string, method = "GET", body?: unknown) {
  const answer = await server.get(base + path, bot.secret, {
    method,
    ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

type Asked = { q?: string; sort?: string; pagelen?: string; max_depth?: string };

/** The values of one field, or what is wrong. */
async function listed(path: string, field: string, query: Asked): Promise<unknown> {
  const { body } = await ask(`${path}?${new URLSearchParams({ ...query, fields: `values.${field},next` })}`);
  if (body.error) return body.error.message;
  const read = (value: unknown, name: string) => (value as Record<string, unknown>)?.[name];
  return body.values.map((value: unknown) => field.split(".").reduce(read, value));
}

test("each query that is published for an operation is read here", () => {
  const missing = publishedQueries().flatMap(({ method, path, names }) => {
    const route = routes.find((one) => one.method === method && one.path === path);
    if (route?.kind !== "operation") return [];
    return names.filter((name) => !(name in (route.query?.shape ?? {}))).map((name) => `${method} ${path} ${name}`);
  });
  const repositoryOf = "/repositories/{workspace}/{repo_slug}";
  // Each of these is answered as without it, as docs/api.md says.
  expect(missing).toEqual([`DELETE ${repositoryOf} redirect_to`, `GET ${repositoryOf}/diff/{spec} binary`]);
});

test("a folder is asked for by path, type, size and attributes, and put in order", async () => {
  const docs = (query: Asked) => listed("/src/main/docs/", "path", query);
  expect(await docs({ q: 'path ~ ".MD"' })).toEqual(["docs/new.md"]);
  expect(await docs({ q: 'path ~ ".md"', max_depth: "2" })).toEqual(["docs/new.md", "docs/guide/first.md"]);
  expect(await docs({ q: 'type = "commit_directory"' })).toEqual(["docs/guide"]);
  expect(await docs({ q: 'attributes = "executable" OR size > 20', max_depth: "5" })).toEqual([
    "docs/run.sh",
    "docs/guide/first.md",
  ]);
  expect(await docs({ q: "size = null" })).toEqual(["docs/guide"]);
  expect(await docs({ sort: "-path", pagelen: "2" })).toEqual(["docs/run.sh", "docs/new.md"]);
  expect(await docs({ sort: "-size,path", max_depth: "5" })).toEqual([
    "docs/guide/first.md",
    "docs/run.sh",
    "docs/new.md",
    "docs/guide",
  ]);
  expect(await docs({ q: 'secret = "x"' })).toContain("There is no field secret here.");
  expect(await docs({ sort: "secret" })).toContain("sort: Choose among path");
  expect(await listed("/src", "path", { q: 'path ~ "doc"' })).toEqual(["docs"]);
});

test("the history of a file is asked for by what its commits say", async () => {
  const history = (query: Asked) => listed("/filehistory/main/docs/new.md", "commit.message", query);
  expect(await history({})).toEqual(["Say more\n", "Rename\n", "Begin\n"]);
  expect(await history({ q: 'path ~ "old"' })).toEqual(["Begin\n"]);
  expect(await history({ q: 'commit.message ~ "say" AND commit.date > 2020-01-01' })).toEqual(["Say more\n"]);
  expect(await history({ q: "commit.date > 2999-01-01" })).toEqual([]);
  expect(await history({ sort: "commit.message", pagelen: "2" })).toEqual(["Begin\n", "Rename\n"]);
  expect(await history({ q: "nothing = 1" })).toContain("There is no field nothing here.");
  expect(await history({ sort: "nothing" })).toContain("sort: Choose among");
  expect(await listed("/filehistory/main/docs", "path", {})).toEqual(["docs", "docs", "docs", "docs"]);
});

test("branches and tags are asked for by their commits, and ordered by nothing that there isn't", async () => {
  const refs = (query: Asked) => listed("/refs", "name", query);
  expect(await refs({})).toEqual(["feature/topic", "main", "early"]);
  expect(await refs({ sort: "-name" })).toEqual(["main", "feature/topic", "early"]);
  expect(await refs({ q: 'type = "tag"' })).toEqual(["early"]);
  expect(await refs({ q: 'target.date > 2020-01-01 AND name ~ "E"' })).toEqual(["feature/topic", "early"]);
  expect(await refs({ q: "target.date > 2999-01-01" })).toEqual([]);
  expect(await refs({ sort: "target.date,name" })).toHaveLength(3);
  expect(await refs({ sort: "secret" })).toContain("sort: Choose among name");
});

test("comments and tasks are asked for by who says what, and put in order", async () => {
  const opened = await ask("/pullrequests", "POST", { title: "Topic", source: { branch: { name: "feature/topic" } } });
  const one = `/pullrequests/${opened.body.id}`;
  for (const place of [`${one}/comments`, "/commit/main/comments", `${one}/tasks`]) {
    const [first, second] = [
      await ask(place, "POST", { content: { raw: "First" } }),
      await ask(place, "POST", { content: { raw: "Second" } }),
    ];
    expect([place, first.status, second.status]).toEqual([place, 201, 201]);
    const said = (query: Asked) => listed(place, "content.raw", query);
    expect(await said({ q: 'content.raw ~ "sec"' })).toEqual(["Second"]);
    expect(await said({ sort: "-id" })).toEqual(["Second", "First"]);
    const { uuid } = (first.body.user ?? first.body.creator) as { uuid: string };
    const by = place.endsWith("tasks") ? "creator" : "user";
    expect(await said({ q: `${by}.uuid = "${uuid}"` })).toEqual(["First", "Second"]);
    expect(await said({ q: 'secret = "x"' })).toContain("There is no field secret here.");
    expect(await said({ sort: "secret" })).toContain("sort: Choose among");
  }
  expect(await listed(`${one}/comments`, "content.raw", { q: "deleted = true" })).toEqual([]);
  const [task] = (await ask(`${one}/tasks`)).body.values;
  await ask(`${one}/tasks/${task.id}`, "PUT", { state: "RESOLVED" });
  expect(await listed(`${one}/tasks`, "content.raw", { q: 'state = "UNRESOLVED"' })).toEqual(["Second"]);
});

test("an empty query or order asks for nothing, as some clients send it", async () => {
  const lists = ["/src/main/", "/filehistory/main/docs/new.md", "/refs", "/refs/branches", "/pullrequests"];
  for (const list of [...lists, "/commit/main/statuses", "/commit/main/comments"]) {
    expect([list, (await ask(`${list}?q=&sort=`)).status]).toEqual([list, 200]);
  }
  expect((await ask("/commits?include=&exclude=")).body.values).toHaveLength(5);
});

test("a branch names a commit with its slashes as they are, whatever follows", async () => {
  const { body } = await ask("/commit/feature/topic");
  expect(body).toMatchObject({ type: "commit", message: "Begin a topic\n" });
  expect((await ask("/commit/feature%2Ftopic")).body.hash).toBe(body.hash);
  const status = { key: "ci", state: "SUCCESSFUL", url: "https://ci.example.com/1" };
  expect((await ask("/commit/feature/topic/statuses/build", "POST", status)).status).toBe(201);
  expect((await ask("/commit/feature/topic/statuses")).body).toMatchObject({
    size: 1,
    values: [{ commit: { hash: body.hash } }],
  });
  expect((await ask("/commit/no/such")).status).toBe(404);
  expect((await ask(`/commit/${"a/".repeat(5_000)}`)).status).toBe(404);
});
