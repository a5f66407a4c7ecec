import { once } from "node:events";
import { readdir } from "node:fs/promises";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { operator } from "@/lib/authorization/operator";
import type { Scope } from "@/lib/authorization/scopes";
import { runningGitProcesses, spawnGit } from "@/lib/git/run";
import { repositoryPath } from "@/lib/git/storage";
import type { Project } from "@/lib/projects/find";
import { findRepository, type Repository } from "@/lib/repositories/find";
import { recordPush } from "@/lib/repositories/record-push";
import { updateRepository } from "@/lib/repositories/update";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { type Client, gitClient } from "@/test-support/git";
import { startServer, type TestServer } from "@/test-support/server";
import { pktLine } from "./pkt-line";

let server: TestServer;
let project: Project;
let writer: TestAccessToken;
let reader: TestAccessToken;
let repository: Repository;
let place: string;
const clients: Client[] = [];

beforeAll(async () => {
  server = await startServer();
  project = await makeProject(await makeWorkspace());
  writer = await makeAccessToken(project, ["repository:write"]);
  reader = await makeAccessToken(project, ["repository"]);
});

afterAll(async () => {
  await server.close();
  await Promise.all(clients.map((client) => client.remove()));
});

beforeEach(async () => {
  repository = await makeRepository(project, { storage: true });
  place = `${project.workspace.slug}/${repository.slug}`;
});

async function client(init = true): Promise<Client> {
  const made = await gitClient({ init });
  clients.push(made);
  return made;
}

/** A client with a commit, pushed to the repository. */
async function pushed(): Promise<Client> {
  const made = await client();
  await made.commit("README.md", "# Hello\n");
  await made.git("remote", "add", "origin", server.gitAddress(`${place}.git`, writer.secret));
  await made.git("push", "--quiet", "--set-upstream", "origin", "main");
  return made;
}

async function stored(): Promise<Repository> {
  const found = await findRepository(project.workspace.slug, repository.slug);
  if (!found) throw new Error("The repository is gone.");
  return found;
}

describe("what git does", () => {
  test("pushes, clones and fetches, with and without .git, under either user name", async () => {
    const first = await pushed();
    const second = await client(false);
    await second.git("clone", "--quiet", server.gitAddress(place, reader.secret, reader.botId), ".");
    const hash = await first.commit("more.txt", "more\n");
    await first.git("push", "--quiet");
    await second.git("fetch", "--quiet");
    expect((await second.git("rev-parse", "origin/main")).trim()).toBe(hash);
  });

  test("clones shallow and without blobs, and gets the blobs later", async () => {
    const first = await pushed();
    await first.commit("README.md", "# Changed\n");
    await first.git("push", "--quiet");
    const shallow = await client(false);
    await shallow.git("clone", "--quiet", "--depth=1", server.gitAddress(place, reader.secret), ".");
    expect((await shallow.git("rev-list", "--count", "HEAD")).trim()).toBe("1");
    await shallow.git("fetch", "--quiet", "--unshallow");
    expect((await shallow.git("rev-list", "--count", "HEAD")).trim()).toBe("2");
    const blobless = await client(false);
    await blobless.git("clone", "--quiet", "--filter=blob:none", server.gitAddress(place, reader.secret), ".");
    expect(await blobless.git("show", "HEAD~1:README.md")).toBe("# Hello\n");
  });

  test("speaks the older versions of the protocol too", async () => {
    await pushed();
    for (const version of ["0", "1", "2"]) {
      const old = await client(false);
      const address = server.gitAddress(place, reader.secret);
      await old.git("-c", `protocol.version=${version}`, "clone", "--quiet", address, ".");
      expect(await old.git("log", "--format=%s"), version).toBe("Write README.md\n");
    }
  });

  test("pushes tags, notes, forced and deleted branches", async () => {
    const first = await pushed();
    await first.git("tag", "--annotate", "--message=one", "v1");
    await first.git("notes", "add", "--message=noted");
    await first.git("push", "--quiet", "origin", "v1", "refs/notes/commits", "main:topic");
    await first.git("commit", "--quiet", "--amend", "--message=Anew");
    await expect(first.git("push", "origin", "main")).rejects.toThrow(/non-fast-forward/);
    await first.git("push", "--quiet", "--force", "origin", "main");
    await first.git("push", "--quiet", "--delete", "origin", "topic");
    const refs = await first.git("ls-remote", "--quiet", "origin");
    expect(refs.split("\n").map((line) => line.split("\t")[1])).toEqual([
      "HEAD",
      "refs/heads/main",
      "refs/notes/commits",
      "refs/tags/v1",
      "refs/tags/v1^{}",
      undefined,
    ]);
  });

  test("pushes a pack larger than any buffer", async () => {
    const first = await pushed();
    await first.git("config", "core.compression", "0");
    await first.commit("large.txt", "0123456789abcdef".repeat(512 * 1024));
    await first.git("push", "--quiet");
    const second = await client(false);
    await second.git("clone", "--quiet", server.gitAddress(place, reader.secret), ".");
    expect((await second.git("cat-file", "-s", "HEAD:large.txt")).trim()).toBe(String(8 * 1024 * 1024));
  });

  test("leaves the graph of a long history behind, which pages deep in it go by", async () => {
    const folder = repositoryPath(repository.id);
    const importer = spawnGit(["fast-import", "--quiet"], { env: { GIT_DIR: folder }, stdio: ["pipe", 1, 2] });
    const commits = Array.from(
      { length: 150 },
      (_, at) => `commit refs/heads/old\ncommitter A <a@x> ${at} +0000\ndata 0\n`,
    );
    importer.stdin?.end(commits.join("\n"));
    await once(importer, "close");
    await pushed();
    await vi.waitFor(async () => {
      expect(await readdir(path.join(folder, "objects/info/commit-graphs"))).toContain("commit-graph-chain");
    });
  });

  test("notes when something was pushed and how large the repository is", async () => {
    expect((await stored()).pushedAt).toBeNull();
    await pushed();
    const { pushedAt, size } = await stored();
    expect(pushedAt).toBeInstanceOf(Date);
    expect(size).toBeGreaterThan(0);
  });

  test("leaves a main branch alone that somebody chose while the push was under way", async () => {
    const first = await pushed();
    await first.git("push", "--quiet", "origin", "main:topic");
    const before = await stored();
    const changed = await updateRepository(operator, {
      workspace: project.workspace.slug,
      project: project.key,
      repository: repository.slug,
      name: before.name,
      description: before.description,
      mainBranch: "topic",
    });
    expect(changed.ok).toBe(true);
    await recordPush(before);
    expect((await stored()).mainBranch).toBe("topic");
    await first.git("push", "--quiet", "origin", "main:trunk");
    await first.git("push", "--quiet", "--delete", "origin", "main");
    await recordPush(before);
    expect((await stored()).mainBranch).toBe("topic");
    expect((await first.git("ls-remote", "--symref", "origin", "HEAD")).split("\t")[0]).toBe("ref: refs/heads/topic");
  });

  test("makes the first branch of an empty repository its main branch", async () => {
    const first = await client();
    await first.commit("a", "a");
    await first.git("push", "--quiet", server.gitAddress(place, writer.secret), "main:trunk");
    expect((await stored()).mainBranch).toBe("trunk");
    const second = await client(false);
    await second.git("clone", "--quiet", server.gitAddress(place, reader.secret), ".");
    expect((await second.git("symbolic-ref", "--short", "HEAD")).trim()).toBe("trunk");
  });
});

describe("who may", () => {
  test("a token that may only read can clone and not push, and git prints why", async () => {
    const first = await pushed();
    await first.git("remote", "set-url", "origin", server.gitAddress(place, reader.secret));
    await first.git("fetch", "--quiet");
    await first.commit("b", "b");
    await expect(first.git("push")).rejects.toThrow(
      /remote: .*Pushing takes repository:write; this token has repository/,
    );
  });

  test.each<[Scope, number, number]>([
    ["repository", 200, 403],
    ["repository:write", 200, 200],
    ["pullrequest", 200, 403],
    ["pullrequest:write", 200, 200],
    ["project", 200, 403],
    ["repository:admin", 403, 403],
    ["repository:delete", 403, 403],
    ["webhook", 403, 403],
    ["pipeline:write", 403, 403],
  ])("%s: reading %i, pushing %i", async (scope, reading, pushing) => {
    const token = await makeAccessToken(project, [scope]);
    for (const [service, status] of [
      ["git-upload-pack", reading],
      ["git-receive-pack", pushing],
    ] as const) {
      expect((await server.get(`/${place}/info/refs?service=${service}`, token.secret)).status).toBe(status);
      const headers = { "content-type": `application/x-${service}-request` };
      const rpc = await server.get(`/${place}/${service}`, token.secret, { method: "POST", body: "0000", headers });
      expect(rpc.status, service).toBe(status);
    }
  });

  test("without credentials git is asked for some", async () => {
    const answer = await server.get(`/${place}/info/refs?service=git-upload-pack`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe('Basic realm="Latchkey"');
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  test("another user name is refused with a line that names the right one", async () => {
    for (const userName of ["ada", "", "x-token-auth ", writer.botId]) {
      const authorization = `Basic ${Buffer.from(`${userName}:${reader.secret}`).toString("base64")}`;
      const answer = await server.get(`/${place}/info/refs?service=git-upload-pack`, undefined, {
        headers: { authorization },
      });
      expect(answer.status).toBe(401);
      expect(await answer.text()).toContain("x-token-auth");
    }
  });

  test.each(["Basic !!!", "Basic eA==", "Basic", "Digest x", "Bearer", "Bearer a b", `Basic ${"A".repeat(5000)}`])(
    "%.40s is a 401",
    async (authorization) => {
      const answer = await server.get(`/${place}/info/refs?service=git-upload-pack`, undefined, {
        headers: { authorization },
      });
      expect(answer.status).toBe(401);
    },
  );

  test("what a token doesn't reach answers like what doesn't exist", async () => {
    const elsewhere = await makeRepository(await makeProject(project.workspace), { storage: true });
    const stranger = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
    const answers = await Promise.all(
      [
        `${project.workspace.slug}/${elsewhere.slug}`,
        `${project.workspace.slug}/nothing`,
        `${stranger.workspace.slug}/${stranger.slug}`,
        `nothing/${repository.slug}`,
        `nothing/%FF`,
      ].map(async (path) => {
        const answer = await server.get(`/${path}.git/info/refs?service=git-upload-pack`, writer.secret);
        return [answer.status, await answer.text()];
      }),
    );
    expect(answers).toEqual(answers.map(() => [404, expect.stringContaining("You may not have access")]));
  });

  test("uuids in braces name a repository as well", async () => {
    const path = `/%7B${project.workspace.id}%7D/%7B${repository.id}%7D/info/refs?service=git-upload-pack`;
    expect((await server.get(path, reader.secret)).status).toBe(200);
  });
});

describe("nonsense", () => {
  const post = (service: string, body: BodyInit, headers: Record<string, string> = {}) =>
    server.get(`/${place}/${service}`, writer.secret, {
      method: "POST",
      body,
      headers: { "content-type": `application/x-${service}-request`, ...headers },
    });

  test.each([
    ["", 403],
    ["?service=", 400],
    ["?service=git-upload-archive", 400],
    ["?service=upload-pack", 400],
    ["?service=git-upload-pack%00", 400],
    ["?service=git-upload-pack;id", 400],
    ["?service=git-upload-pack&service=git-receive-pack", 400],
  ])("info/refs%s is a %i", async (query, status) => {
    const answer = await server.get(`/${place}/info/refs${query}`, writer.secret);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  test("the wrong method or content type is refused", async () => {
    expect((await server.get(`/${place}/git-upload-pack`, writer.secret)).status).toBe(405);
    const typed = await post("git-upload-pack", "0000", { "content-type": "text/plain" });
    expect(typed.status).toBe(415);
    const refs = await server.get(`/${place}/info/refs?service=git-upload-pack`, writer.secret, { method: "POST" });
    expect(refs.status).toBe(405);
  });

  test.each(["git-upload-pack", "git-receive-pack"])(
    "broken lines to %s are a 400, and no process stays",
    async (service) => {
      await pushed();
      for (const body of [
        "zzzz",
        "0003",
        "ffff",
        "0010want",
        "\0\0\0\0",
        "GET / HTTP/1.1",
        pktLine("nonsense\n"),
        "00",
      ]) {
        const answer = await post(service, body);
        await answer.text();
        expect(answer.status, JSON.stringify(body)).toBe(400);
      }
      await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
    },
  );

  test("compressed bodies are understood, broken ones refused, and huge ones cut off", async () => {
    await pushed();
    const refs = await server.get(`/${place}/info/refs?service=git-upload-pack`, reader.secret);
    const hash = /([0-9a-f]{40}) HEAD/.exec(await refs.text())?.[1];
    const want = `${pktLine(`want ${hash}\n`)}0000${pktLine("done\n")}`;
    const answer = await post("git-upload-pack", gzipSync(want), { "content-encoding": "gzip" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("PACK");
    expect((await post("git-upload-pack", "no gzip at all", { "content-encoding": "gzip" })).status).toBe(400);
    const command = pktLine(`${"0".repeat(40)} ${hash} refs/heads/topic\n`);
    const bomb = gzipSync(command.repeat(500_000));
    expect((await post("git-receive-pack", bomb, { "content-encoding": "gzip" })).status).toBe(413);
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
  });

  test("a client that hangs is let go, and git with it", async () => {
    const impatient = await startServer({ git: { idleMs: 200 } });
    const { port, hostname } = new URL(impatient.origin);
    const socket = net.connect(Number(port), hostname);
    const closed = once(socket, "close");
    socket.write(
      `POST /${place}/git-receive-pack HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${writer.secret}\r\n` +
        "content-type: application/x-git-receive-pack-request\r\ncontent-length: 100000\r\n\r\n0094",
    );
    await closed;
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
    await impatient.close();
  });

  test("git ends when the client goes away", async () => {
    const request = http.request(`${server.origin}/${place}/git-receive-pack`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${writer.secret}`,
        "content-type": "application/x-git-receive-pack-request",
        "transfer-encoding": "chunked",
      },
    });
    request.on("error", () => undefined);
    request.write("0094");
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(1), { timeout: 3000, interval: 5 });
    request.destroy();
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
  });

  test("a push that is broken off leaves nothing half written", async () => {
    const first = await pushed();
    const objects = path.join(repositoryPath(repository.id), "objects");
    const inQuarantine = async () => (await readdir(objects)).some((name) => name.startsWith("tmp_objdir"));
    const hash = (await first.git("rev-parse", "HEAD")).trim();
    const request = http.request(`${server.origin}/${place}/git-receive-pack`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${writer.secret}`,
        "content-type": "application/x-git-receive-pack-request",
        "transfer-encoding": "chunked",
      },
    });
    request.on("error", () => undefined);
    request.write(`${pktLine(`${"0".repeat(40)} ${hash} refs/heads/half\0report-status\n`)}0000`);
    // A pack that says it holds a thousand objects, and then nothing.
    request.write(Buffer.from("PACK\0\0\0\x02\0\0\x03\xe8", "latin1"));
    await vi.waitFor(async () => expect(await inQuarantine()).toBe(true), { timeout: 5000, interval: 20 });
    request.destroy();
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0), { timeout: 5000 });
    await vi.waitFor(async () => expect(await inQuarantine()).toBe(false));
  });

  test("one token can't hold all the turns", async () => {
    const shared = await startServer({ git: { perToken: 1, idleMs: 5000 } });
    const hanging = http.request(`${shared.origin}/${place}/git-receive-pack`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${writer.secret}`,
        "content-type": "application/x-git-receive-pack-request",
        "transfer-encoding": "chunked",
      },
    });
    hanging.on("error", () => undefined);
    hanging.write("0094");
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(1), { timeout: 3000 });
    const ask = (secret: string) => shared.get(`/${place}/info/refs?service=git-upload-pack`, secret);
    const refusal = await ask(writer.secret);
    expect([refusal.status, refusal.headers.get("retry-after")]).toEqual([503, "5"]);
    expect((await ask(reader.secret)).status).toBe(200);
    hanging.destroy();
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
    expect((await ask(writer.secret)).status).toBe(200);
    await shared.close();
  });

  test("past the ceiling a client is told to come again", async () => {
    const small = await startServer({ git: { processes: 1, waitMs: 50, idleMs: 2000 } });
    const hanging = http.request(`${small.origin}/${place}/git-receive-pack`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${writer.secret}`,
        "content-type": "application/x-git-receive-pack-request",
        "transfer-encoding": "chunked",
      },
    });
    hanging.on("error", () => undefined);
    hanging.write("0094");
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(1), { timeout: 3000 });
    const answer = await small.get(`/${place}/info/refs?service=git-upload-pack`, reader.secret);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
    hanging.destroy();
    await vi.waitFor(() => expect(runningGitProcesses()).toBe(0));
    expect((await small.get(`/${place}/info/refs?service=git-upload-pack`, reader.secret)).status).toBe(200);
    await small.close();
  });
});
