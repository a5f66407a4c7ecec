import { writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { repositoryPath, runInRepository } from "@/lib/git/storage";
import { writeCommit } from "@/lib/git/write";
import type { Project } from "@/lib/projects/find";
import { findRepository, type Repository } from "@/lib/repositories/find";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";

let server: TestServer;
let project: Project;
let writer: TestAccessToken;
let repository: Repository;
let base: string;
let client: Client;

beforeAll(async () => {
  server = await startServer();
  project = await makeProject(await makeWorkspace());
  writer = await makeAccessToken(project, ["repository:write"], { name: "release-bot" });
});

afterAll(() => server.close());

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  base = `/2.0/repositories/${project.workspace.slug}/${repository.slug}`;
  client = await gitClient();
  await client.commit("README.md", "# One\ntwo\n");
  await client.commit("src/a.txt", "a\n");
  await client.git("checkout", "--quiet", "-b", "feature/topic");
  await client.git("mv", "src/a.txt", "src/b.txt");
  await client.commit("README.md", "# One\nthree\n", "Change the README");
  await client.git("checkout", "--quiet", "main");
  await client.commit("late.txt", "late\n");
  await client.git("push", "--quiet", repositoryPath(repository.id), "main", "feature/topic");
  return () => client.remove();
});

async function ask(place: string, init: RequestInit & { secret?: string } = {}) {
  const { secret = writer.secret, ...rest } = init;
  const answer = await server.get(base + place, secret, rest);
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
}

function send(method: string, body: unknown, secret?: string): RequestInit & { secret?: string } {
  return { method, secret, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

async function hashOf(revision: string): Promise<string> {
  return (await client.git("rev-parse", revision)).trim();
}

async function fetched(): Promise<void> {
  await client.git(
    "fetch",
    "--quiet",
    "--tags",
    "--force",
    repositoryPath(repository.id),
    "+refs/heads/*:refs/remotes/latchkey/*",
  );
}

describe("what differs", () => {
  test("a commit differs from its parent, the first from nothing", async () => {
    const last = await ask("/diff/feature/topic");
    expect([last.status, last.headers.get("content-type")]).toEqual([200, "text/plain; charset=utf-8"]);
    expect(last.text).toContain("-two\n+three");
    expect(last.text).toContain("rename from src/a.txt");
    const first = await ask(`/diff/${await hashOf("main~2")}`);
    expect(first.text).toContain("new file mode 100644");
  });

  test("of a pair the source comes first, compared from where the histories parted, unless that isn't wanted", async () => {
    const [topic, main] = [await hashOf("feature/topic"), await hashOf("main")];
    for (const spec of [
      "feature/topic..main",
      "feature%2Ftopic..main",
      `${topic}..${main}`,
      `ws/repo:${topic}%0D${main}`,
    ]) {
      const { status, text } = await ask(`/diff/${spec}`);
      expect([spec, status, text.includes("+three"), text.includes("late.txt")]).toEqual([spec, 200, true, false]);
    }
    expect((await ask("/diff/feature/topic..main?topic=false")).text).toContain("late.txt");
  });

  test("paths, context, white space and renames are chosen", async () => {
    const only = await ask("/diff/feature/topic?path=README.md&context=0");
    expect(only.text).not.toContain("src/b.txt");
    expect(only.text).not.toContain(" # One");
    expect((await ask("/diff/feature/topic?path=../..")).text).toBe("");
    expect((await ask("/diff/feature/topic?renames=false")).text).toContain("deleted file mode");
  });

  test("the files that differ are listed in pages, with their lines", async () => {
    const { body } = await ask("/diffstat/feature/topic..main");
    expect(body).toMatchObject({ size: 2, page: 1 });
    expect(body.values).toMatchObject([
      { type: "diffstat", status: "modified", lines_added: 1, lines_removed: 1, new: { path: "README.md" } },
      { status: "renamed", old: { path: "src/a.txt" }, new: { path: "src/b.txt" }, lines_added: 0 },
    ]);
    const second = await ask("/diffstat/feature/topic..main?pagelen=1&page=2");
    expect(second.body.values).toMatchObject([{ status: "renamed" }]);
    expect(second.body.next).toBeUndefined();
  });

  test("what is too much to list is refused, and so is a folder with too much in it", {
    timeout: 60_000,
  }, async () => {
    const git = async (input: string, ...args: string[]) =>
      (await runInRepository(repository.id, args, { input })).toString().trim();
    const tree = (one: string) =>
      git(Array.from({ length: 200 }, (_, at) => `${one}\t${at}${"-".repeat(1000)}\n`).join(""), "mktree");
    const inner = await tree(`100644 blob ${await git("x\n", "hash-object", "-w", "--stdin")}`);
    const author = { name: "Ada", email: "ada@example.com" };
    const outer = await tree(`040000 tree ${inner}`);
    const commit = { tree: outer, parents: [], message: "Much", author, committer: author, at: new Date() };
    const hash = await writeCommit(repository.id, commit);
    expect((await ask(`/src/${hash}/?pagelen=1`)).body.values).toHaveLength(1);
    for (const much of [`/diffstat/${hash}`, `/src/${hash}/?max_depth=2`]) {
      const { status, body } = await ask(much);
      expect([status, body.error.message], much).toEqual([400, expect.stringContaining("Ask for less of it")]);
    }
    const part = await ask(`/diffstat/${hash}?path=7${"-".repeat(1000)}&pagelen=1`);
    expect(part.body).toMatchObject({ size: 200, values: [{ status: "added", lines_added: 1 }] });
  });

  test("a patch is a mail that git can apply", async () => {
    const { text } = await ask("/patch/feature/topic..main");
    expect(text).toContain("Subject: [PATCH] Change the README");
    await client.git("checkout", "--quiet", "--detach", "main~1");
    await writeFile(path.join(client.folder, "change.patch"), text);
    await client.git("am", "--quiet", "change.patch");
    expect(await client.git("show", "HEAD:README.md")).toContain("three");
  });

  test("the common ancestor of two commits is found; histories that never met have none", async () => {
    expect((await ask("/merge-base/feature/topic..main")).body.hash).toBe(await hashOf("main~1"));
    await client.git("checkout", "--quiet", "--orphan", "alone");
    await client.commit("alone.txt", "alone\n");
    await client.git("push", "--quiet", repositoryPath(repository.id), "alone");
    expect((await ask("/merge-base/alone..main")).status).toBe(404);
    expect((await ask("/merge-base/main")).status).toBe(400);
  });

  test("what names no commit is not found", async () => {
    for (const path of ["/diff/none", "/diff/none..main", "/diff/main..none", "/diffstat/none", "/patch/none..main"]) {
      expect((await ask(path)).status, path).toBe(404);
    }
  });

  test("a file's history goes back through its names", async () => {
    const { body } = await ask("/filehistory/feature/topic/src/b.txt");
    expect(body.values.map((version: { path: string }) => version.path)).toEqual(["src/b.txt", "src/a.txt"]);
    expect(body.values[1]).toMatchObject({ type: "commit_file", size: 2, commit: { hash: await hashOf("main~1") } });
    expect((await ask("/filehistory/main/none.txt")).status).toBe(404);
  });
});

test("files are read by their own links whatever their names hold", async () => {
  const names = ["a\tb.txt", "c\r\nd.txt", "e\u007f\u0085.txt"];
  for (const name of names) await client.commit(`odd/${name}`, `of ${name}`);
  await client.git("push", "--quiet", repositoryPath(repository.id), "main");
  const { values } = (await ask("/src/main/odd/")).body;
  expect(values.map(({ path }: { path: string }) => path)).toEqual(names.map((name) => `odd/${name}`));
  for (const { path, links } of values) {
    const read = async ({ href }: { href: string }) => ask(href.slice(server.origin.length + base.length));
    expect((await read(links.self)).text, path).toBe(`of ${path.slice(4)}`);
    expect((await read(links.meta)).body, path).toMatchObject({ path, type: "commit_file" });
    expect((await read(links.history)).body.values, path).toMatchObject([{ path }]);
  }
  expect((await ask("/src/main/odd/a%00b")).status).toBe(400);
});

describe("branches and tags", () => {
  test("are made at a hash or a name, and deleted", async () => {
    const made = await ask("/refs/branches", send("POST", { name: "from/topic", target: { hash: "feature/topic" } }));
    expect([made.status, made.body.target.hash]).toEqual([201, await hashOf("feature/topic")]);
    const tag = await ask(
      "/refs/tags",
      send("POST", { name: "v1", target: { hash: await hashOf("main") }, message: "One" }),
    );
    expect(tag.body).toMatchObject({
      message: "One\n",
      tagger: { user: { display_name: "release-bot", type: "app_user" } },
    });
    await fetched();
    expect((await client.git("cat-file", "-t", "v1")).trim()).toBe("tag");
    expect((await ask("/refs/branches/from/topic", { method: "DELETE" })).status).toBe(204);
    expect((await ask("/refs/branches/from/topic")).status).toBe(404);
    expect((await ask("/refs/tags/v1", { method: "DELETE" })).status).toBe(204);
    expect((await ask("/refs/tags/v1", { method: "DELETE" })).status).toBe(404);
  });

  test("a name that is taken, impossible or in the way is refused, and so is deleting the main branch", async () => {
    const at = { hash: "main" };
    expect((await ask("/refs/branches", send("POST", { name: "main", target: at }))).status).toBe(400);
    expect((await ask("/refs/branches", send("POST", { name: "a..b", target: at }))).status).toBe(400);
    expect((await ask("/refs/branches", send("POST", { name: "main/under", target: at }))).status).toBe(409);
    expect((await ask("/refs/branches", send("POST", { name: "new", target: { hash: "none" } }))).status).toBe(404);
    const bare = await ask("/refs/branches", send("POST", { name: "new" }));
    expect([bare.status, Object.keys(bare.body.error.fields)]).toEqual([400, ["target"]]);
    const broken = await ask("/refs/branches", { ...send("POST", {}), body: "{" });
    expect([broken.status, broken.body.error.message]).toEqual([400, "The request body is not JSON."]);
    const main = await ask("/refs/branches/main", { method: "DELETE" });
    expect([main.status, main.body.error.message]).toEqual([
      400,
      "name: main is the main branch. It can’t be deleted.",
    ]);
  });

  test("a token's limits hold as on a push", async () => {
    const limited = await makeAccessToken(repository, ["repository:write"], { refs: ["release/*"] });
    const refused = await ask(
      "/refs/branches",
      send("POST", { name: "other", target: { hash: "main" } }, limited.secret),
    );
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain("This token may push to release/* and nowhere else.");
    const allowed = await ask(
      "/refs/branches",
      send("POST", { name: "release/1", target: { hash: "main" } }, limited.secret),
    );
    expect(allowed.status).toBe(201);
  });
});

describe("files are committed", () => {
  function form(parts: Record<string, string | Blob | string[]>): FormData {
    const data = new FormData();
    for (const [name, value] of Object.entries(parts)) for (const one of [value].flat()) data.append(name, one);
    return data;
  }

  test("written, changed and taken away in one commit, by the token", async () => {
    const before = await hashOf("main");
    const made = await ask("/src", {
      method: "POST",
      body: form({
        message: "Three things at once",
        "/docs/new.txt": new Blob(["new\n"]),
        "README.md": "# Changed\n",
        files: ["/late.txt", "/docs/new.txt"],
        parents: before,
      }),
    });
    expect([made.status, made.text]).toEqual([201, ""]);
    await fetched();
    const hash = (await client.git("rev-parse", "latchkey/main")).trim();
    expect(made.headers.get("location")).toBe(`${server.origin}${base}/commit/${hash}`);
    expect((await client.git("ls-tree", "-r", "--name-only", hash)).trim().split("\n")).toEqual([
      "README.md",
      "docs/new.txt",
      "src/a.txt",
    ]);
    const bot = `release-bot <${writer.botId}@bots.127.0.0.1>`;
    const said = await client.git("log", "-1", "--format=%an <%ae>%n%cn <%ce>%n%B%n%P", hash);
    expect(said.trim().split("\n")).toEqual([bot, bot, "Three things at once", "", before]);
    await client.git("fsck", "--strict");
  });

  test("on a new branch, with another's name as the author, from a urlencoded form", async () => {
    const body = new URLSearchParams({ "b c.txt": "ü", branch: "docs/ü", author: "Ada <ada@example.com>" });
    expect((await ask("/src", { method: "POST", body })).status).toBe(201);
    await fetched();
    expect((await client.git("log", "-1", "--format=%an %cn %s", "latchkey/docs/ü")).trim()).toBe(
      "Ada release-bot Write b c.txt",
    );
    expect(await client.git("show", "latchkey/docs/ü:b c.txt")).toBe("ü");
  });

  test("into an empty repository, whose first branch becomes the main one", async () => {
    const empty = await makeRepository(project, { storage: true });
    const place = `/2.0/repositories/${project.workspace.slug}/${empty.slug}/src`;
    const made = await server.get(place, writer.secret, {
      method: "POST",
      body: form({ "a.txt": "a", branch: "trunk" }),
    });
    expect(made.status).toBe(201);
    expect(await findRepository(project.workspace.slug, empty.slug)).toMatchObject({ mainBranch: "trunk" });
  });

  test("a file that stays keeps being executable", async () => {
    await client.commit("run.sh", "#!/bin/sh\n");
    await client.git("update-index", "--chmod=+x", "run.sh");
    await client.git("commit", "--quiet", "--amend", "--no-edit");
    await client.git("push", "--quiet", repositoryPath(repository.id), "main");
    expect((await ask("/src", { method: "POST", body: form({ "run.sh": "#!/bin/sh\nexit 0\n" }) })).status).toBe(201);
    await fetched();
    expect(await client.git("ls-tree", "latchkey/main", "run.sh")).toMatch(/^100755/);
  });

  test("as an executable or a link where its part says so, as published; over a link an ordinary file", async () => {
    const part = (head: string, content: string) => `--b\r\n${head}\r\n\r\n${content}\r\n`;
    const post = (...parts: string[]) =>
      ask("/src", {
        method: "POST",
        headers: { "content-type": "multipart/form-data; boundary=b" },
        body: `${parts.join("")}--b--\r\n`,
      });
    const file = (path: string, more = "") => `Content-Disposition: form-data; name="${path}"; filename="x"${more}`;
    const made = await post(
      part(
        `Content-ID: "bin/stop.sh"\r\nContent-Disposition: attachment; filename="x"; x-attributes:"executable"`,
        "#!",
      ),
      part(file("link", '; x-attributes="link"'), "README.md"),
      part(file("message"), "a file of that name"),
      part('Content-Disposition: form-data; name="message"', "With modes"),
      part(file('ü \\"quoted\\".txt'), ""),
    );
    expect([made.status, made.text]).toEqual([201, ""]);
    await fetched();
    const tree = (await client.git("ls-tree", "-r", "-z", "latchkey/main")).split("\0");
    const modes = tree.map((entry) => entry.replace(/ blob \w+\t/, " "));
    expect(modes).toEqual(
      expect.arrayContaining(["100755 bin/stop.sh", "120000 link", "100644 message", '100644 ü "quoted".txt']),
    );
    expect(await client.git("show", "latchkey/main:link")).toBe("README.md");
    expect((await client.git("log", "-1", "--format=%s", "latchkey/main")).trim()).toBe("With modes");

    expect((await post(part(file("link"), "no link any more"))).status).toBe(201);
    await fetched();
    expect(await client.git("ls-tree", "latchkey/main", "link")).toMatch(/^100644/);
    const odd = await post(part(file("odd", '; x-attributes="subrepository"'), "x"));
    expect([odd.status, odd.body.error.message]).toEqual([400, expect.stringContaining("executable or link")]);
    const nameless = await post(part("Content-Disposition: form-data", "x"));
    expect([nameless.status, nameless.body.error.message]).toEqual([400, "A part of the form has no name."]);
    const cut = await ask("/src", {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body: part(file("half.txt"), "half"),
    });
    expect([cut.status, cut.body.error.message]).toEqual([400, "The form is broken."]);
  });

  test("what can't be is told, and changes nothing", async () => {
    const before = await hashOf("main");
    const wrong: [Parameters<typeof form>[0], number, RegExp][] = [
      [{ "../up.txt": "x" }, 400, /no path of a file/],
      [{ ".git/config": "x" }, 400, /no path of a file/],
      [{ files: "none.txt" }, 400, /no file none.txt/],
      [{ "src/a.txt/b": "x" }, 400, /a file and a folder/],
      [{ src: "x" }, 400, /a file and a folder/],
      [{ "a.txt": "x", author: "Ada" }, 400, /Name <name@example.com>/],
      [{ "a.txt": "x", author: ". <ada@example.com>" }, 400, /Name <name@example.com>/],
      [{ "a.txt": "x", author: `${"+".repeat(500_000)}<ada` }, 400, /Name <name@example.com>/],
      [{ "a.txt": "x", message: "a\0b" }, 400, /NUL/],
      [{ [`${"a/".repeat(1_001)}a.txt`]: "x" }, 400, /more than 1000 folders/],
      [{ "a.txt": "x", branch: "a b" }, 400, /can’t be called that/],
      [{ "a.txt": "x", parents: "HEAD,".repeat(1_000) }, 400, /at most 16 parents/],
      [{ "a.txt": "x", parents: "none" }, 404, /Commit “none”/],
      [{ "a.txt": "x", parents: "feature/topic" }, 409, /by now/],
    ];
    for (const [parts, status, message] of wrong) {
      const refused = await ask("/src", { method: "POST", body: form(parts) });
      expect([refused.status, refused.body.error.message]).toEqual([status, expect.stringMatching(message)]);
    }
    const noForm = await ask("/src", send("POST", { message: "x" }));
    expect([noForm.status, noForm.body.error.message]).toEqual([400, expect.stringContaining("Send a form")]);
    await fetched();
    expect((await client.git("rev-parse", "latchkey/main")).trim()).toBe(before);
  });

  test("of many at once on one branch one is written, or several after each other; none is lost", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, number) => ask("/src", { method: "POST", body: form({ [`${number}.txt`]: "x" }) })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status !== 201 && status !== 409)).toEqual([]);
    await fetched();
    const files = (await client.git("ls-tree", "--name-only", "latchkey/main")).split("\n");
    expect(files.filter((name) => /^\d\.txt$/.test(name))).toHaveLength(statuses.filter((s) => s === 201).length);
  });

  test("a token that only reads can't, whatever it sends", async () => {
    const reader = await makeAccessToken(repository, ["repository"]);
    const refused = await ask("/src", { method: "POST", secret: reader.secret, body: form({ "a.txt": "x" }) });
    expect([refused.status, refused.body.error.detail.required]).toEqual([403, ["repository:write"]]);
  });
});
