import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { operator } from "@/lib/authorization/operator";
import { runningGitProcesses } from "@/lib/git/run";
import { repositoryPath } from "@/lib/git/storage";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import { flushUsage } from "@/lib/token-usage/flush";
import { getTokenUsage } from "@/lib/token-usage/get";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { type Client, gitClient } from "@/test-support/git";
import { basic } from "@/test-support/http-client";
import { startServer, type TestServer } from "@/test-support/server";

const run = promisify(execFile);

let server: TestServer;
let project: Project;
let repository: Repository;
let reader: TestAccessToken;
let client: Client;
let place: string;
let first: string;
let topic: string;

beforeAll(async () => {
  server = await startServer();
  project = await makeProject(await makeWorkspace());
  repository = await makeRepository(project, { storage: true });
  reader = await makeAccessToken(repository, ["repository"]);
  place = `/${project.workspace.slug}/${repository.slug}`;
  client = await gitClient();
  first = await client.commit("README.md", "# Hello\n");
  await client.git("tag", "--annotate", "--message=One", "v1");
  await client.git("checkout", "--quiet", "-b", "feature/big");
  topic = await client.commit("folder/büg file.txt", "text\n");
  // Nothing makes it smaller, so that it doesn't fit into what lies between git and a client.
  const noise = Array.from({ length: 400_000 }, (_, at) => createHash("sha256").update(String(at)).digest("base64"));
  await client.git("checkout", "--quiet", "-b", "noise");
  await client.commit("noise.txt", noise.join("\n"));
  await client.git("push", "--quiet", "--all", repositoryPath(repository.id));
  await client.git("push", "--quiet", "--tags", repositoryPath(repository.id));
}, 60_000);

afterAll(async () => {
  await server.close();
  await client.remove();
});

function get(name: string, init: RequestInit = {}, secret = reader.secret): Promise<Response> {
  return server.get(`${place}/get/${name}`, secret, init);
}

async function filesIn(answer: Response): Promise<string[]> {
  const unpacking = run("tar", ["--list", "--gzip", "--quoting-style=literal"]);
  unpacking.child.stdin?.end(Buffer.from(await answer.arrayBuffer()));
  const { stdout } = await unpacking;
  return stdout.trim().split("\n");
}

describe("an archive", () => {
  test("holds the files of a commit beneath one folder, named after the repository and the commit", async () => {
    const answer = await get("feature/big.tar.gz");
    const folder = `${project.workspace.slug}-${repository.slug}-${topic.slice(0, 12)}`;
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("application/gzip");
    expect(answer.headers.get("content-disposition")).toBe(`attachment; filename="${folder}.tar.gz"`);
    expect(answer.headers.get("x-credential-type")).toBe("repo_access_token");
    expect(await filesIn(answer)).toEqual([
      `${folder}/`,
      `${folder}/README.md`,
      `${folder}/folder/`,
      `${folder}/folder/büg file.txt`,
    ]);
  });

  test.each([
    ["zip", "application/zip", "504b0304"],
    ["tar", "application/x-tar", Buffer.from("pax_global").toString("hex")],
    ["tgz", "application/gzip", "1f8b08"],
    ["tar.gz", "application/gzip", "1f8b08"],
  ])("can be a .%s", async (format, type, beginning) => {
    const answer = await get(`main.${format}`);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(Buffer.from(await answer.arrayBuffer()).toString("hex")).toMatch(new RegExp(`^${beginning}`));
  });

  test("is of a branch, a tag, a hash, a prefix or HEAD, with slashes raw or encoded", async () => {
    for (const [name, hash] of [
      ["main", first],
      ["v1", first],
      ["HEAD", first],
      [topic, topic],
      [topic.slice(0, 7), topic],
      ["feature/big", topic],
      ["feature%2Fbig", topic],
    ]) {
      const answer = await get(`${name}.zip`, { method: "HEAD" });
      expect(answer.headers.get("content-disposition"), name).toContain(`-${hash?.slice(0, 12)}.zip"`);
    }
  });

  test("can be asked for by ids, and with .git", async () => {
    const { workspace } = project;
    for (const folder of [`/%7B${workspace.id}%7D/%7B${repository.id}%7D`, `${place}.git`]) {
      expect((await server.get(`${folder}/get/main.zip`, reader.secret, { method: "HEAD" })).status).toBe(200);
    }
  });

  test("isn't sent to whoever has it, until the branch moves or the format is another", async () => {
    const tag = (await get("main.zip", { method: "HEAD" })).headers.get("etag") ?? "";
    const ask = (name: string, had: string) => get(name, { headers: { "if-none-match": had } });
    for (const had of [tag, `"other", W/${tag}`, "*"]) {
      const answer = await ask("main.zip", had);
      expect(answer.status).toBe(304);
      expect(answer.headers.get("etag")).toBe(tag);
      expect(await answer.text()).toBe("");
    }
    for (const name of ["main.tar", "feature/big.zip"]) expect((await ask(name, tag)).status).toBe(200);
    expect((await ask("main.zip", tag.slice(0, -1))).status).toBe(200);
  });

  test("isn't made for HEAD", async () => {
    const answer = await get("noise.zip", { method: "HEAD" });
    expect(answer.status).toBe(200);
    expect(answer.headers.has("content-length")).toBe(false);
    expect(runningGitProcesses()).toBe(0);
  });

  test("ends with the client that leaves, and git with it", async () => {
    const request = http.get(`${server.origin}${place}/get/noise.tar`, {
      headers: { authorization: `Bearer ${reader.secret}` },
    });
    const [answer] = await once(request, "response");
    await once(answer, "readable");
    expect(runningGitProcesses()).toBe(1);
    request.destroy();
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
  });

  test("takes one of the turns that a token has, and gives it back", async () => {
    const strict = await startServer({ git: { perToken: 1 } });
    const ask = (name: string) => strict.get(`${place}/get/${name}`, reader.secret);
    const slow = await ask("noise.tar");
    const refused = await ask("main.zip");
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("5");
    const other = await makeAccessToken(repository, ["repository"]);
    expect((await strict.get(`${place}/get/main.zip`, other.secret)).status).toBe(200);
    await slow.body?.cancel();
    await vi.waitFor(async () => expect((await ask("main.zip")).status).toBe(200));
    await strict.close();
  });
});

test("a large file, a diff and a patch of the REST API take such turns too", async () => {
  const strict = await startServer({ git: { perToken: 1 } });
  const { secret } = await makeAccessToken(repository, ["repository"]);
  const large = [`/src/noise/noise.txt`, `/diff/noise`, `/patch/noise`].map(
    (path) => `/2.0/repositories${place}${path}`,
  );
  const [first = "", ...rest] = large;
  const slow = await strict.get(first, secret);
  expect(slow.status).toBe(200);
  for (const path of [...large, `${place}/get/main.zip`]) {
    const refused = await strict.get(path, secret);
    expect([refused.status, refused.headers.get("retry-after")], path).toEqual([503, "5"]);
    await refused.body?.cancel();
  }
  expect((await strict.get(`/2.0/repositories${place}/src/main/README.md`, secret)).status).toBe(200);
  const others = await strict.get(first, reader.secret);
  expect(others.status).toBe(200);
  for (const answer of [slow, others]) await answer.body?.cancel();
  for (const path of rest) {
    await vi.waitFor(async () => {
      const answer = await strict.get(path, secret);
      await answer.body?.cancel();
      expect(answer.status, path).toBe(200);
    }, 10_000);
  }
  await strict.close();
}, 60_000);

describe("a token", () => {
  test("is taken as Bearer, or as a password under git's user names", async () => {
    const ask = (headers: Record<string, string>) => fetch(`${server.origin}${place}/get/main.zip`, { headers });
    expect((await ask(basic(reader.secret))).status).toBe(200);
    expect((await ask(basic(reader.secret, reader.botId))).status).toBe(200);
    expect((await ask({ authorization: `Bearer ${reader.secret}` })).status).toBe(200);
    for (const headers of [{}, basic(reader.secret, "ada"), basic("lkr_nothing"), { authorization: "Bearer" }]) {
      const refused = await ask(headers);
      expect(refused.status).toBe(401);
      expect(refused.headers.get("www-authenticate")).toBe('Basic realm="Latchkey"');
    }
  });

  test("without the scope is refused, and told which one it lacks", async () => {
    const other = await makeAccessToken(repository, ["webhook"]);
    const answer = await get("main.zip", {}, other.secret);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("Downloading takes repository; this token has webhook.");
  });

  test("of another repository hears the same as of one that isn't there", async () => {
    const stranger = await makeAccessToken(await makeRepository(project), ["repository"]);
    const [hidden, absent] = await Promise.all(
      [place, `${place}-none`].map((folder) => server.get(`${folder}/get/main.zip`, stranger.secret)),
    );
    expect(hidden?.status).toBe(404);
    expect(absent?.status).toBe(404);
    expect(await hidden?.text()).toBe(await absent?.text());
  });

  test("has it in its usage", async () => {
    const token = await makeAccessToken(repository, ["webhook"]);
    await get("main.zip", {}, token.secret);
    await flushUsage();
    const names = { workspace: project.workspace.slug, repository: repository.slug };
    const usage = await getTokenUsage(operator, { resource: { kind: "repository", ...names }, id: token.id });
    expect(usage).toMatchObject({
      value: { refusals: [{ operation: "archives.download", outcome: "insufficient_scope", requests: 1 }] },
    });
  });
});

test.each([
  ["a format that there isn't", "main.rar", 404],
  ["no format", "main", 404],
  ["nothing but a format", ".zip", 404],
  ["a branch that there isn't", "nothing.zip", 404],
  ["git's own language", "main..v1.zip", 404],
  ["an option", "--output=x.zip", 404],
  ["a path", "../../../etc/passwd.zip", 404],
  ["broken UTF-8", "%FF.zip", 404],
  ["a line break", "main%0d%0aX-Evil:1.zip", 404],
  ["a NUL", "main%00.zip", 400],
  ["a name that never ends", `${"a/".repeat(3_000)}.zip`, 404],
])("%s is refused", async (_, name, status) => {
  const { port } = new URL(server.origin);
  const headers = { authorization: `Bearer ${reader.secret}` };
  const request = http.get({ port, path: `${place}/get/${name}`, headers });
  const [answer] = await once(request, "response");
  answer.resume();
  expect(answer.statusCode).toBe(status);
  expect(answer.headers).not.toHaveProperty("x-evil");
});

test("other methods are told what there is", async () => {
  const answer = await get("main.zip", { method: "POST" });
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toBe("GET, HEAD");
});

test("people are led to the pages, tokens never", async () => {
  const webSocket = path.join(tmpdir(), `latchkey-archive-${process.pid}.sock`);
  const asked: (string | undefined)[] = [];
  const web = http.createServer((request, response) => {
    asked.push(request.url);
    response.end("the pages");
  });
  web.listen(webSocket);
  await once(web, "listening");
  const both = await startServer({ webSocket });
  const ask = async (headers: Record<string, string>) =>
    (await both.get(`${place}/get/main.zip?at=1`, undefined, { headers })).status;
  const cookie = "theme=dark; next-auth.session-token=x";
  expect(await ask({ cookie })).toBe(200);
  expect(await ask({ cookie: "__Secure-next-auth.session-token.0=x" })).toBe(200);
  expect(await ask({ accept: "text/html,*/*" })).toBe(200);
  expect(asked).toEqual(Array(3).fill(`${place}/get/main.zip?at=1`));
  expect(await ask({})).toBe(401);
  expect(await ask({ cookie: "theme=dark" })).toBe(401);
  expect(await ask({ cookie, authorization: "Bearer x" })).toBe(401);
  expect(asked).toHaveLength(3);
  await both.close();
  web.close();
  rmSync(webSocket, { force: true });
});
