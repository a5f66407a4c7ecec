import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Scope } from "@/lib/authorization/scopes";
import { importRepository } from "@/lib/git/import";
import { runningGitProcesses } from "@/lib/git/run";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import { recordPush } from "@/lib/repositories/record-push";
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
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";
import { routes } from "../http/operation-route";

let server: TestServer;
let workspace: Workspace;
let project: Project;
let repository: Repository;
let empty: Repository;
let other: Repository;
let client: Client;
let first: string;
let second: string;
let topic: string;
/** Everything of the workspace that can be read. */
let token: TestAccessToken;
let base: string;

beforeAll(async () => {
  server = await startServer();
  workspace = await makeWorkspace();
  project = await makeProject(workspace);
  repository = await makeRepository(project, { storage: true, description: "An API." });
  empty = await makeRepository(project, { storage: true });
  other = await makeRepository(await makeProject(workspace), { storage: true });
  token = await makeAccessToken(workspace, ["repository", "project"]);
  base = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
  const member = await makeUser({ name: "Ada Lovelace" });
  await makeMember(workspace, member);
  const ofBot = { GIT_AUTHOR_NAME: "bot", GIT_AUTHOR_EMAIL: `${token.botId}@bots.example.com` };
  client = await gitClient({ env: { ...ofBot, GIT_COMMITTER_NAME: "Ada", GIT_COMMITTER_EMAIL: member.email } });
  first = await client.commit("README.md", "# Hello\n", "First\n\n<b>body</b>");
  await client.git("tag", "light");
  await client.git("tag", "--annotate", "--message=Release", "v1/final");
  second = await client.commit("src/deep/page.html", "<script>alert(1)</script>");
  await client.git("checkout", "--quiet", "-b", "feature/topic");
  topic = await client.commit("logo.png", "\x89PNG\0");
  await client.git("checkout", "--quiet", "main");
  await importRepository(repository.id, client.folder);
  await recordPush(repository);
});

afterAll(async () => {
  await server.close();
  await client.remove();
});

async function read(path: string, secret: string = token.secret) {
  const answer = await server.get(path, secret);
  const body = await answer.json();
  expect([answer.status, body?.error]).toEqual([200, undefined]);
  return body;
}

async function refused(path: string, secret?: string, init?: RequestInit) {
  const answer = await server.get(path, secret, init);
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  const body = await answer.json();
  expect(body.type).toBe("error");
  return { status: answer.status, headers: answer.headers, ...body.error };
}

describe("objects", () => {
  test("a workspace", async () => {
    expect(await read(`/2.0/workspaces/${workspace.slug}`)).toMatchObject({
      type: "workspace",
      uuid: `{${workspace.id}}`,
      slug: workspace.slug,
      name: workspace.name,
      is_private: true,
      created_on: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/),
      links: { self: { href: `${server.origin}/2.0/workspaces/${workspace.slug}` } },
    });
    expect((await read(`/2.0/workspaces/%7B${workspace.id}%7D`)).slug).toBe(workspace.slug);
  });

  test("projects, one and all", async () => {
    const list = await read(`/2.0/workspaces/${workspace.slug}/projects`);
    expect(list).toMatchObject({ size: 2, page: 1, pagelen: 10 });
    expect(await read(`/2.0/workspaces/${workspace.slug}/projects/${project.key}`)).toMatchObject({
      type: "project",
      key: project.key,
      uuid: `{${project.id}}`,
      is_private: true,
      owner: { type: "team", username: workspace.slug },
    });
  });

  test("a project's own link leads to its repositories and no others", async () => {
    const { links } = await read(`/2.0/workspaces/${workspace.slug}/projects/${project.key}`);
    const { pathname, search } = new URL(links.repositories.href);
    const { values } = await read(pathname + search);
    expect(values.length).toBeGreaterThan(0);
    expect(values.every((each: { project: { key: string } }) => each.project.key === project.key)).toBe(true);
    const none = await read(`${pathname}?q=${encodeURIComponent('project.key="NOPE"')}`);
    expect(none).toMatchObject({ values: [], size: 0 });
  });

  test("a query that isn't understood is refused, not ignored", async () => {
    const { status, message } = await refused(`/2.0/repositories/${workspace.slug}?q=nothing~%22x%22`, token.secret);
    expect(status).toBe(400);
    expect(message).toContain("There is no field nothing here.");
  });

  test("an address that is none is refused in the envelope", async () => {
    expect((await refused("/2.0/repositories/%00", token.secret)).status).toBe(400);
    expect((await refused("/2.0/%zz", token.secret)).status).toBe(400);
  });

  test("a repository, with the clone address of the token that asks", async () => {
    const body = await read(base);
    expect(body).toMatchObject({
      type: "repository",
      uuid: `{${repository.id}}`,
      full_name: `${workspace.slug}/${repository.slug}`,
      slug: repository.slug,
      description: "An API.",
      scm: "git",
      is_private: true,
      parent: null,
      mainbranch: { type: "branch", name: "main" },
      owner: { type: "team", display_name: workspace.name, uuid: `{${workspace.id}}`, username: workspace.slug },
      project: { type: "project", key: project.key, name: project.name, uuid: `{${project.id}}` },
      workspace: { type: "workspace", slug: workspace.slug },
      has_issues: false,
    });
    expect(body.size).toBeGreaterThan(0);
    const { host } = new URL(server.origin);
    expect(body.links.clone).toEqual([
      { name: "https", href: `http://${token.botId}@${host}/${workspace.slug}/${repository.slug}.git` },
    ]);
    expect((await read(`/2.0/repositories/${workspace.slug}/%7B${repository.id}%7D`)).slug).toBe(repository.slug);
  });

  test("an empty repository has no main branch, no refs and no commits", async () => {
    const place = `/2.0/repositories/${workspace.slug}/${empty.slug}`;
    expect((await read(place)).mainbranch).toBeNull();
    expect(await read(`${place}/refs/branches`)).toEqual({ values: [], pagelen: 10, size: 0, page: 1 });
    expect((await read(`${place}/commits`)).values).toEqual([]);
    expect((await refused(`${place}/src`, token.secret)).status).toBe(404);
  });

  test("branches and tags, one and all", async () => {
    const branches = await read(`${base}/refs/branches?sort=-name`);
    expect(branches.values).toMatchObject([
      { type: "branch", name: "main", target: { type: "commit", hash: second } },
      { name: "feature/topic", target: { hash: topic } },
    ]);
    for (const name of ["feature/topic", "feature%2Ftopic"]) {
      expect((await read(`${base}/refs/branches/${name}`)).target.hash).toBe(topic);
    }
    const tags = await read(`${base}/refs/tags`);
    expect(tags.values.map(({ name }: { name: string }) => name)).toEqual(["light", "v1/final"]);
    expect(await read(`${base}/refs/tags/v1/final`)).toMatchObject({
      type: "tag",
      message: "Release\n",
      target: { hash: first },
      tagger: { type: "author", user: { display_name: "Ada Lovelace" } },
    });
    expect((await read(`${base}/refs?pagelen=3`)).values.map(({ type }: { type: string }) => type)).toEqual([
      "branch",
      "branch",
      "tag",
    ]);
  });

  test("a commit by hash, prefix, branch, tag and HEAD, its author being the token", async () => {
    for (const [name, hash] of [
      [first, first],
      [first.slice(0, 12), first],
      ["feature%2Ftopic", topic],
      ["v1%2Ffinal", first],
      ["HEAD", second],
    ]) {
      expect((await read(`${base}/commit/${name}`)).hash).toBe(hash);
    }
    const commit = await read(`${base}/commit/${second}`);
    expect(commit).toMatchObject({
      type: "commit",
      author: {
        type: "author",
        raw: `bot <${token.botId}@bots.example.com>`,
        user: {
          type: "app_user",
          kind: "workspace_access_token",
          display_name: token.name,
          uuid: `{${token.id}}`,
          account_status: "active",
        },
      },
      committer: { user: { type: "user", display_name: "Ada Lovelace" } },
      parents: [{ type: "commit", hash: first, links: { html: { href: expect.any(String) } } }],
      links: {
        self: { href: `${server.origin}${base}/commit/${second}` },
        html: { href: `${server.origin}/${workspace.slug}/${repository.slug}/commits/${second}` },
      },
    });
    expect((await read(`${base}/commit/${first}`)).summary.html).not.toContain("<b>");
  });

  test("commits of all branches, of a revision, included, excluded, by path", async () => {
    const hashes = async (query: string) =>
      (await read(`${base}/commits${query}`)).values.map(({ hash }: { hash: string }) => hash).sort();
    expect(await hashes("")).toEqual([first, second, topic].sort());
    expect(await hashes("/main")).toEqual([first, second].sort());
    expect(await hashes("/feature/topic?exclude=main")).toEqual([topic]);
    expect(await hashes("?include=main&include=feature%2Ftopic&exclude=v1/final")).toEqual([second, topic].sort());
    expect(await hashes("?path=src/deep")).toEqual([second]);
    expect(await hashes("?path=/src/deep/")).toEqual([second]);
    for (const path of ["../x", "/etc", "a/../../b", "..", "src//deep", "./src"]) {
      expect(await hashes(`?path=${path}`), path).toEqual([]);
    }
  });

  test("folders as pages of entries, files as they are", async () => {
    const root = await read(`${base}/src`);
    expect(root.values).toMatchObject([
      { type: "commit_directory", path: "src", commit: { type: "commit", hash: second } },
      { type: "commit_file", path: "README.md", size: 8, attributes: [] },
    ]);
    expect((await read(`${base}/src/feature/topic/`)).values).toHaveLength(3);
    expect((await read(`${base}/src/main/src/?max_depth=5`)).values.map(({ path }: { path: string }) => path)).toEqual([
      "src/deep",
      "src/deep/page.html",
    ]);
    expect(await read(`${base}/src/main/README.md?format=meta`)).toMatchObject({ type: "commit_file", size: 8 });

    const readme = await server.get(`${base}/src/${second}/README.md`, token.secret);
    expect(await readme.text()).toBe("# Hello\n");
    expect(readme.headers.get("content-type")).toMatch(/^text\/(markdown|plain)/);
    const page = await server.get(`${base}/src/main/src/deep/page.html`, token.secret);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(page.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    const logo = await server.get(`${base}/src/feature%2Ftopic/logo.png`, token.secret);
    expect(logo.headers.get("content-type")).toBe("image/png");
  });
});

describe("pages", () => {
  test("links lead to the next page and back, keep the other parameters, and stay on the origin that was asked", async () => {
    const one = await read(`${base}/refs/branches?pagelen=1&sort=-name&x=1%202`);
    expect(one).toMatchObject({ page: 1, pagelen: 1, size: 2 });
    expect(one.previous).toBeUndefined();
    expect(new URL(one.next).origin).toBe(server.origin);
    const two = await read(one.next.slice(server.origin.length));
    expect(two.values[0].name).toBe("feature/topic");
    expect(two.next).toBeUndefined();
    expect(new URL(two.previous).searchParams.get("x")).toBe("1 2");
  });

  test("commits are followed to the end by their links alone", async () => {
    const seen: string[] = [];
    for (let at: string | undefined = `${base}/commits?pagelen=1`; at !== undefined; ) {
      const page: { values: { hash: string }[]; next?: string } = await read(at);
      seen.push(...page.values.map(({ hash }) => hash));
      at = page.next?.slice(server.origin.length);
    }
    expect(seen.sort()).toEqual([first, second, topic].sort());
  });

  test("a length out of bounds is clamped, a page that is none refused", async () => {
    expect((await read(`${base}/src?pagelen=1000`)).pagelen).toBe(100);
    for (const length of ["0", "-1", "x", "1.5", ""]) {
      expect((await read(`${base}/src?pagelen=${length}`)).pagelen, length).toBe(10);
    }
    for (const page of ["0", "-1", "x", "1.5", "1e99"]) {
      expect((await refused(`${base}/src?page=${page}`, token.secret)).status, page).toBe(400);
    }
  });
});

describe("refusals", () => {
  test("no token, a wrong one, one in another scheme: 401, for every route", async () => {
    const wrong = [undefined, "lkw_short", token.secret.replace(/.$/, "_"), "x".repeat(50)];
    const headers: Record<string, string>[] = [
      {},
      { authorization: `Basic ${Buffer.from(`x-token-auth:${token.secret}`).toString("base64")}` },
    ];
    for (const route of routes.filter(({ kind }) => kind === "operation" || kind === "closed")) {
      const path = `/2.0${route.path.replace(/[{}]/g, "")}`;
      for (const secret of wrong) {
        for (const each of secret === undefined ? headers : [{}]) {
          const refusal = await refused(path, secret, { method: route.method, headers: each });
          expect([refusal.status, refusal.message]).toEqual([
            401,
            "Token is invalid, expired, or not supported for this endpoint.",
          ]);
          expect(refusal.headers.get("www-authenticate")).toMatch(/^Bearer realm="Latchkey"/);
        }
      }
    }
  });

  test("a token without the scope: 403, with what it holds and what it takes", async () => {
    const weak = await makeAccessToken(repository, ["webhook", "repository:delete"]);
    const refusal = await refused(base, weak.secret);
    expect(refusal).toMatchObject({
      status: 403,
      message: "Your credentials lack one or more required privilege scopes.",
      detail: { granted: ["webhook", "repository:delete"], required: ["repository"] },
    });
    expect(refusal.headers.get("www-authenticate")).toContain('error="insufficient_scope", scope="repository"');
    expect(refusal.headers.get("x-oauth-scopes")).toBe("webhook, repository:delete");
    expect(refusal.headers.get("x-accepted-oauth-scopes")).toBe("repository");
  });

  test("an endpoint that is closed to tokens: 403, without a detail", async () => {
    const refusal = await refused("/2.0/user", token.secret);
    expect(refusal).toMatchObject({
      status: 403,
      message: "This API is not accessible by this authentication mechanism",
    });
    expect(refusal.detail).toBeUndefined();
  });

  test("what a token doesn't reach: 404, the same as for what isn't there", async () => {
    const narrow = await makeAccessToken(repository, ["repository"]);
    const texts = await Promise.all(
      [`${workspace.slug}/${other.slug}`, `${workspace.slug}/nothing`, `nothing/${other.slug}`].map(async (path) => {
        const { status, message } = await refused(`/2.0/repositories/${path}`, narrow.secret);
        return `${status} ${message}`;
      }),
    );
    expect(new Set(texts)).toEqual(
      new Set([
        "404 You may not have access to this repository or it no longer exists in this workspace. If you think this repository exists and you have access, make sure you are authenticated.",
      ]),
    );
    expect((await refused(`/2.0/workspaces/${workspace.slug}`, narrow.secret)).message).toBe(
      `No workspace with identifier '${workspace.slug}'.`,
    );
    expect((await refused("/2.0/workspaces/nothing", narrow.secret)).message).toBe(
      "No workspace with identifier 'nothing'.",
    );
  });

  test("lists show what the token reaches and nothing else", async () => {
    const slugs = async (secret: string) =>
      (await read(`/2.0/repositories/${workspace.slug}`, secret)).values
        .map(({ slug }: { slug: string }) => slug)
        .sort();
    expect(await slugs(token.secret)).toEqual([repository.slug, empty.slug, other.slug].sort());
    expect(await slugs((await makeAccessToken(project, ["repository"])).secret)).toEqual(
      [repository.slug, empty.slug].sort(),
    );
    expect(await slugs((await makeAccessToken(other, ["pullrequest"])).secret)).toEqual([other.slug]);
    const projectToken = await makeAccessToken(project, ["project"]);
    expect((await read(`/2.0/workspaces/${workspace.slug}/projects`, projectToken.secret)).values).toHaveLength(1);
  });

  test("refs, commits and paths that aren't there: 404", async () => {
    for (const path of [
      "refs/branches/nothing",
      "refs/tags/main",
      "commit/0000000000000000000000000000000000000000",
      "commits/nothing",
      "commits?include=nothing",
      "commits?exclude=main..light",
      "src/nothing/README.md",
      "src/main/nothing",
      "src/main/../../../../etc/passwd",
      "src/main/%2e%2e/%2e%2e/etc/passwd",
      "src/main/..%2f..%2fHEAD",
      "commit/--all",
      "commit/main%5E",
      "commit/%3AREADME.md",
    ]) {
      expect((await refused(`${base}/${path}`, token.secret)).status, path).toBe(404);
    }
  });

  test("unknown addresses: 404 in the same envelope, with and without a token", async () => {
    for (const path of ["/2.0", "/2.0/", "/2.0/nothing", `${base}/nothing`, "/2.0/snippets", "/2.0//user"]) {
      expect((await refused(path)).status, path).toBe(404);
      expect((await refused(path, token.secret)).status, path).toBe(404);
    }
  });

  test("wrong methods: 405 with what is allowed", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      const refusal = await refused(`${base}/refs`, token.secret, { method });
      expect([refusal.status, refusal.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
  });

  test("a browser that asks before it calls from another origin is told what it may do, without a token", async () => {
    const answer = await server.get(`${base}/refs`, undefined, { method: "OPTIONS" });
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect(answer.headers.get("access-control-allow-methods")).toBe("GET, HEAD");
    expect(answer.headers.get("access-control-allow-headers")).toContain("Authorization");
    const read = await server.get(`${base}/refs`, token.secret, { headers: { origin: "https://example.com" } });
    expect(read.headers.get("access-control-allow-origin")).toBe("*");
    expect(read.headers.get("access-control-expose-headers")).toContain("ETag");
    expect(read.headers.get("access-control-allow-credentials")).toBeNull();
    for (const path of ["/metrics", "/healthz", "/api/access-token"]) {
      expect((await server.get(path, token.secret)).headers.get("access-control-allow-origin"), path).toBeNull();
    }
  });

  test("addresses that are no text: 400", async () => {
    for (const path of ["%", "%zz", "%00", "%0a", "%7f", "%ff", "a%00b"]) {
      expect((await server.get(`${base}/commit/${path}`, token.secret)).status, path).toBe(400);
    }
    expect((await refused(`${base}/commits?path=a%0ab`, token.secret)).status).toBe(400);
  });

  test("a body that is too large: 413", async () => {
    const body = Buffer.alloc(1024 * 1024 + 1);
    expect((await refused(base, token.secret, { method: "POST", body })).status).toBe(413);
  });

  test("a body that turns out too large: 413", async () => {
    const writing = await makeAccessToken(repository, ["pullrequest:write"]);
    const body = new Blob([Buffer.alloc(1024 * 1024 + 1, "x")]).stream();
    const init = { method: "POST", body, duplex: "half" } as const;
    expect((await refused(`${base}/pullrequests`, writing.secret, init)).status).toBe(413);
  });
});

test("a branch is no other one because a commit's abbreviation begins like its name", async () => {
  const shadowed = await makeRepository(project, { storage: true });
  const source = await gitClient();
  const hash = await source.commit("x/a.txt", "of the commit");
  const branch = `${hash.slice(0, 7)}/x`;
  await source.git("checkout", "--quiet", "-b", branch);
  await source.commit("a.txt", "of the branch");
  await importRepository(shadowed.id, source.folder);
  await source.remove();
  const src = `/2.0/repositories/${workspace.slug}/${shadowed.slug}/src`;
  const content = async (address: string) => (await server.get(`${src}/${address}`, token.secret)).text();
  expect(await content(`${branch}/a.txt`)).toBe("of the branch");
  expect(await content(`${hash}/x/a.txt`)).toBe("of the commit");
  expect(await content(`${hash.slice(0, 8)}/x/a.txt`)).toBe("of the commit");
});

describe("large files", () => {
  const size = 12 * 1024 * 1024;
  let file: string;

  beforeAll(async () => {
    const large = await makeRepository(project, { storage: true });
    const source = await gitClient();
    await source.commit("large.txt", "0123456789abcdef".repeat(size / 16));
    await importRepository(large.id, source.folder);
    await source.remove();
    file = `/2.0/repositories/${workspace.slug}/${large.slug}/src/main/large.txt`;
  });

  test("are sent whole, and their size alone to HEAD", async () => {
    const head = await server.get(file, token.secret, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length")]).toEqual([200, String(size)]);
    const whole = await server.get(file, token.secret);
    expect((await whole.arrayBuffer()).byteLength).toBe(size);
  });

  test("leave no process behind where clients leave early", async () => {
    const leave = async (after: number) => {
      const answer = server.get(file, token.secret, { signal: AbortSignal.timeout(after) });
      await answer.then((response) => response.arrayBuffer()).catch(() => undefined);
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => leave(5 + index * 10)));
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0), { timeout: 15_000 });
    expect((await server.get(file, token.secret, { method: "HEAD" })).status).toBe(200);
  });
});

describe("headers", () => {
  test("tell of the token on every answer to it", async () => {
    const names: [Workspace | Project | Repository, string][] = [
      [workspace, "workspace_access_token"],
      [project, "project_access_token"],
      [repository, "repo_access_token"],
    ];
    for (const [owner, type] of names) {
      const scopes: Scope[] = ["repository:write", "webhook"];
      const each = await makeAccessToken(owner, scopes);
      for (const path of [base, "/2.0/user", `/2.0/repositories/${workspace.slug}/nothing`]) {
        const { headers } = await server.get(path, each.secret);
        expect(headers.get("x-credential-type")).toBe(type);
        expect(headers.get("x-oauth-scopes")).toBe("repository:write, webhook");
        expect(headers.get("x-token-id")).toBe(each.id);
        expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{12}-/);
        expect(headers.get("cache-control")).toBe(headers.has("etag") ? "private, no-cache" : "no-store");
        expect(headers.get("x-content-type-options")).toBe("nosniff");
      }
    }
    expect((await server.get(base)).headers.get("x-token-id")).toBeNull();
  });

  test("HEAD answers as GET does, without the body; a slash at the end changes nothing", async () => {
    const got = await server.get(base, token.secret);
    const head = await server.get(`${base}/`, token.secret, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(got.headers.get("content-length"));
    expect(await head.text()).toBe("");
    const file = await server.get(`${base}/src/main/README.md`, token.secret, { method: "HEAD" });
    expect([file.status, file.headers.get("content-length"), await file.text()]).toEqual([200, "8", ""]);
  });

  test("the scheme's name is understood in any case", async () => {
    const answer = await server.get(base, undefined, { headers: { authorization: `bEARER  ${token.secret} ` } });
    expect(answer.status).toBe(200);
  });
});
