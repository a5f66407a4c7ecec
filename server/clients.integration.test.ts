import { execFile } from "node:child_process";
import fs from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import git from "isomorphic-git";
import http from "isomorphic-git/http/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Repository } from "@/lib/repositories/find";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { gitClient } from "@/test-support/git";
import { issuedRunner } from "@/test-support/runners";
import { startServer, type TestServer } from "@/test-support/server";

// Clients that others wrote, as they are.

const run = promisify(execFile);

let server: TestServer;
let repository: Repository;
let token: TestAccessToken;
let folder: string;

beforeAll(async () => {
  server = await startServer();
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
  await fillRepositories(repository);
  token = await makeAccessToken(repository, ["repository:write"], { name: "ci" });
  folder = await mkdtemp(path.join(tmpdir(), "latchkey-clients-"));
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function place(): string {
  return `${repository.workspace.slug}/${repository.slug}.git`;
}

test("isomorphic-git clones, commits and pushes; with a secret that opens nothing it is told so", async () => {
  const dir = path.join(folder, "isomorphic");
  const url = `${server.origin}/${place()}`;
  const onAuth = () => ({ username: "x-token-auth", password: token.secret });
  await git.clone({ fs, http, dir, url, onAuth, singleBranch: true });
  expect(await readFile(path.join(dir, "README.md"), "utf8")).toBe("# Read me\n");

  await writeFile(path.join(dir, "from-javascript.txt"), "Hello.\n");
  await git.add({ fs, dir, filepath: "from-javascript.txt" });
  const oid = await git.commit({ fs, dir, message: "Say hello", author: { name: "Ada", email: "ada@example.com" } });
  expect(await git.push({ fs, http, dir, url, ref: "main", onAuth })).toMatchObject({ ok: true });
  const shown = await server.get(
    `/2.0/repositories/${repository.workspace.slug}/${repository.slug}/commit/main`,
    token.secret,
  );
  expect(await shown.json()).toMatchObject({ hash: oid, message: "Say hello\n" });

  const wrong = () => ({ username: "x-token-auth", password: `${token.secret}x` });
  const refused = git.getRemoteInfo({ http, url, onAuth: wrong, onAuthFailure: () => ({ cancel: true }) });
  await expect(refused).rejects.toThrow();
});

test("the reporter of the guide tells the state of a build, and changes it", async () => {
  const guide = await readFile(new URL("../docs/guides/build-status.md", import.meta.url), "utf8");
  const [, script = ""] = /```sh\n(#!\/bin\/sh\n.*?)```/s.exec(guide) ?? [];
  const reporter = path.join(folder, "report-build");
  await writeFile(reporter, script, { mode: 0o755 });
  const builds = await gitClient({ init: false });
  await builds.git("clone", "--quiet", server.gitAddress(place(), token.secret), ".");
  const api = `${server.origin}/2.0/repositories/${repository.workspace.slug}/${repository.slug}`;
  const reading = await makeAccessToken(repository, ["repository"]);
  const env = { ...process.env, LATCHKEY_TOKEN: reading.secret, LATCHKEY_REPOSITORY: api };
  for (const state of ["INPROGRESS", "SUCCESSFUL"]) {
    await run(reporter, [state, "https://ci.example.com/builds/7"], { cwd: builds.folder, env });
  }
  await builds.remove();
  const listed = await fetch(`${api}/commit/main/statuses`, { headers: { authorization: `Bearer ${reading.secret}` } });
  expect(await listed.json()).toMatchObject({
    size: 1,
    values: [{ key: "build", state: "SUCCESSFUL", refname: "main", url: "https://ci.example.com/builds/7" }],
  });
});

test("the runner of the guide takes what waits, runs it with its variables, and reports", {
  timeout: 60_000,
}, async () => {
  const guide = await readFile(new URL("../docs/guides/runners.md", import.meta.url), "utf8");
  const [, script = ""] = /```sh\n(#!\/bin\/sh\n.*?)```/s.exec(guide) ?? [];
  const runNext = path.join(folder, "run-next");
  await writeFile(runNext, script, { mode: 0o755 });
  const runner = await issuedRunner(repository);
  const reading = await makeAccessToken(repository, ["repository", "pipeline", "pipeline:write"]);
  const env = {
    ...process.env,
    LATCHKEY: server.origin,
    LATCHKEY_RUNNER_ID: runner.id,
    LATCHKEY_RUNNER_SECRET: runner.clientSecret,
    LATCHKEY_TOKEN: reading.secret,
  };
  const pipelines = `${server.origin}/2.0/repositories/${repository.workspace.slug}/${repository.slug}/pipelines`;
  const headers = { authorization: `Bearer ${reading.secret}` };
  const target = { type: "pipeline_ref_target", ref_type: "tag", ref_name: "v1" };
  const variables = [{ key: "GREETING", value: "It's $HOME", secured: true }];
  await fetch(pipelines, { method: "POST", headers, body: JSON.stringify({ target, variables }) });
  await fetch(pipelines, { method: "POST", headers, body: JSON.stringify({ target }) });
  const command = 'cat README.md; echo "$GREETING"; [ -n "$GREETING" ]';
  const ran: string[] = [];
  for (let count = 0; count < 2; count += 1) ran.push((await run(runNext, ["sh", "-uc", command], { env })).stdout);
  expect(ran).toEqual(["1: SUCCESSFUL\n", "2: FAILED\n"]);
  await expect(run(runNext, ["true"], { env })).rejects.toMatchObject({ code: 3 });
  const listed = await (await fetch(pipelines, { headers })).json();
  expect(listed).toMatchObject({
    values: [{ state: { result: { name: "SUCCESSFUL" } } }, { state: { result: { name: "FAILED" } } }],
  });
  const steps = await (await fetch(`${pipelines}/1/steps`, { headers })).json();
  expect(steps).toMatchObject({ values: [{ name: "Build", state: { result: { name: "SUCCESSFUL" } } }] });
  const log = await fetch(`${pipelines}/1/steps/${steps.values[0].uuid}/log`, { headers });
  expect(await log.text()).toBe("# Read me\nIt's $HOME\n");
});

test("npm installs a dependency through git+http", { timeout: 60_000 }, async () => {
  const library = await makeRepository(repository.project, { storage: true });
  const reader = await makeAccessToken(library, ["repository"]);
  const writer = await makeAccessToken(library, ["repository:write"]);
  const client = await gitClient();
  await client.commit("package.json", JSON.stringify({ name: "in-house", version: "1.2.3" }));
  await client.git(
    "push",
    "--quiet",
    server.gitAddress(`${library.workspace.slug}/${library.slug}.git`, writer.secret),
    "main",
  );
  await client.remove();

  const project = await mkdtemp(path.join(folder, "npm-"));
  const address = server.gitAddress(`${library.workspace.slug}/${library.slug}.git`, reader.secret);
  await writeFile(
    path.join(project, "package.json"),
    JSON.stringify({ name: "consumer", version: "1.0.0", dependencies: { "in-house": `git+${address}#main` } }),
  );
  const environment = { ...process.env, npm_config_cache: path.join(project, "cache"), GIT_TERMINAL_PROMPT: "0" };
  await run("npm", ["install", "--no-audit", "--no-fund", "--offline=false"], { cwd: project, env: environment });
  const installed = await readFile(path.join(project, "node_modules", "in-house", "package.json"), "utf8");
  expect(JSON.parse(installed)).toMatchObject({ name: "in-house", version: "1.2.3" });
});
