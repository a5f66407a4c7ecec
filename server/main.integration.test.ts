import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { env } from "@/lib/env";
import { repositoryPath } from "@/lib/git/storage";
import type { Repository } from "@/lib/repositories/find";
import { usageSparklines } from "@/lib/token-usage/sparklines";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { gitClient } from "@/test-support/git";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(path.join(root, "node_modules/.latchkey-server-"));
const bundle = path.join(folder, "server.mjs");

let repository: Repository;
let token: TestAccessToken;
let running: { child: ChildProcess; origin: string; output: () => string } | undefined;

beforeAll(async () => {
  symlinkSync(path.join(root, "server/git/hooks"), path.join(folder, "hooks"));
  await build({
    entryPoints: [path.join(root, "server/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    absWorkingDir: root,
    logLevel: "silent",
  });
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
  token = await makeAccessToken(repository, ["repository:write"]);
});

afterEach(() => {
  running?.child.kill("SIGKILL");
  running = undefined;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(variables: Record<string, string> = {}) {
  const child = fork(bundle, {
    env: {
      ...process.env,
      DATABASE_URL: env.databaseUrl,
      LATCHKEY_DATA_DIR: env.dataDir,
      LATCHKEY_LOG_LEVEL: "info",
      HOST: "127.0.0.1",
      PORT: "0",
      ...variables,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      output += chunk;
    });
  }
  const [message] = await once(child, "message");
  expect(message).toMatchObject({ ready: true, port: expect.any(Number) });
  running = { child, origin: `http://127.0.0.1:${message.port}`, output: () => output };
  return running;
}

/** A push whose end the client holds back. */
async function slowPush(origin: string) {
  const request = http.request(`${origin}/${repository.workspace.slug}/${repository.slug}/git-receive-pack`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token.secret}`,
      "content-type": "application/x-git-receive-pack-request",
      "transfer-encoding": "chunked",
      expect: "100-continue",
    },
  });
  request.flushHeaders();
  await once(request, "continue");
  request.write("00");
  return request;
}

test.each(["SIGTERM", "disconnect"])(
  "at %s what is under way finishes, nothing new begins, and the process ends",
  async (how) => {
    const { child, origin, output } = await start();
    const request = await slowPush(origin);
    // An idle connection must not hold the process.
    const idle = net.connect(Number(new URL(origin).port), "127.0.0.1");
    await once(idle, "connect");
    const exited = once(child, "exit");
    if (how === "disconnect") child.disconnect();
    else child.kill("SIGTERM");
    await once(idle, "close");
    await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
    request.end("00");
    const [response] = await once(request, "response");
    response.resume();
    expect(response.statusCode).toBe(200);
    expect(await exited).toEqual([0, null]);
    expect(output()).toContain('"stopped"');
  },
);

test("at a normal stop the use of tokens is written down, to the last request", async () => {
  const project = await makeProject(await makeWorkspace());
  const used = await makeAccessToken(project, ["repository"]);
  const { child, origin } = await start();
  for (let requests = 0; requests < 20; requests += 1) {
    await fetch(`${origin}/2.0/repositories/${project.workspace.slug}`, {
      headers: { authorization: `Bearer ${used.secret}` },
    });
  }
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  const lines = await usageSparklines(project.workspace.id, [used.id]);
  expect(lines.get(used.id)?.reduce((sum, day) => sum + day, 0)).toBe(20);
});

test("links name the public address where one is set", async () => {
  const { origin } = await start({ LATCHKEY_PUBLIC_URL: "https://api.example.com:8443/" });
  const answer = await fetch(`${origin}/2.0/repositories/${repository.workspace.slug}`, {
    headers: { authorization: `Bearer ${token.secret}` },
  });
  const text = await answer.text();
  expect(text).toContain("https://api.example.com:8443/2.0/repositories/");
  expect(text).toContain(`https://${token.botId}@api.example.com:8443/${repository.workspace.slug}/`);
  expect(text).not.toContain(origin);
});

test("the log tells of requests, and holds no secret even after one was put wherever it could be", async () => {
  const { child, origin, output } = await start();
  const { secret } = token;
  const basic = Buffer.from(`x-token-auth:${secret}`).toString("base64");
  const headers = { "user-agent": secret, cookie: `a=${secret}`, referer: `http://x/${secret}` };
  await fetch(`${origin}/2.0/repositories/${secret}/x?access_token=${secret}`, {
    headers: { ...headers, authorization: `Bearer ${secret}` },
  });
  await fetch(`${origin}/2.0/${secret.replace("_", "%5F")}`, { headers: { authorization: `Basic ${basic}` } });
  await fetch(`${origin}/${secret}/${secret}.git/info/refs?service=git-upload-pack`, {
    headers: { ...headers, authorization: `Basic ${basic}` },
  });
  await fetch(`${origin}/${secret}?x=${secret}`, { headers: { ...headers, accept: "text/html" } });
  // A fault inside, with the repository's folder gone.
  rmSync(repositoryPath(repository.id), { recursive: true });
  const place = `${repository.workspace.slug}/${repository.slug}`;
  const failing = await fetch(`${origin}/2.0/repositories/${place}/refs?x=${secret}`, {
    headers: { ...headers, authorization: `Bearer ${secret}` },
  });
  expect(failing.status).toBe(500);
  const requestId = failing.headers.get("x-request-id");
  expect((await failing.json()).error.id).toBe(requestId);
  const client = await gitClient();
  const remote = `${origin.replace("://", `://x-token-auth:${secret}@`)}/${place}`;
  await expect(client.git("ls-remote", remote)).rejects.toThrow(/500/);
  await client.remove();
  const exited = once(child, "exit");
  child.kill("SIGTERM");
  await exited;
  const log = output();
  expect(log).not.toContain(secret.slice(4, 44));
  expect(log).not.toContain(basic.slice(20, 60));
  expect(log).not.toContain("access_token=");
  const lines = log
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toContainEqual(
    expect.objectContaining({ request: requestId, status: 500, principal: "access_token", token: token.id }),
  );
  expect(lines).toContainEqual(expect.objectContaining({ request: requestId, level: "error" }));
});

test("a database that is away is a 503 on every entrance, never a 401", async () => {
  const { origin } = await start({ DATABASE_URL: "postgres://nobody@127.0.0.1:9/none" });
  const asks: [string, Record<string, string>][] = [
    ["/2.0/user", { authorization: `Bearer ${token.secret}` }],
    ["/acme/api/info/refs?service=git-upload-pack", { authorization: `Bearer ${token.secret}` }],
    ["/readyz", {}],
  ];
  for (const [address, headers] of asks) {
    const answer = await fetch(origin + address, { headers });
    expect([answer.status, answer.headers.get("retry-after")], address).toEqual([503, "5"]);
  }
  expect((await fetch(`${origin}/healthz`)).status).toBe(200);
  expect((await fetch(`${origin}/2.0/user`)).status).toBe(401);
});
