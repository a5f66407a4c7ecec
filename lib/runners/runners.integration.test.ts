import { randomBytes } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/db/client";
import { auditEvents } from "@/db/schema/audit-events";
import { runners, runnerTokens } from "@/db/schema/runners";
import { newSecret } from "@/lib/access-tokens/secret";
import type { Scope } from "@/lib/authorization/scopes";
import { deleteLeftovers } from "@/lib/chores/clean";
import { deleteRepository } from "@/lib/repositories/delete";
import type { Repository } from "@/lib/repositories/find";
import { registerRepositoryRunner } from "@/lib/runners/administer";
import { issueRunnerToken, mostTokens } from "@/lib/runners/issue-token";
import { findLiveRunnerSecrets } from "@/lib/runners/known-secrets";
import { newRunnerSecret } from "@/lib/runners/secret";
import { verifyRunnerToken } from "@/lib/runners/verify";
import {
  callerOfToken,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  operatorCaller,
} from "@/test-support/factories";
import { basic } from "@/test-support/http-client";
import { startServer, type TestServer } from "@/test-support/server";

let server: TestServer;
let repository: Repository;

beforeAll(async () => {
  server = await startServer();
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
});

afterAll(() => server.close());

type Runner = { uuid: string; oauth_client: { id: string; secret: string }; state: { status: string } };

function runnersOf({ workspace, slug }: Repository): string {
  return `/2.0/repositories/${workspace.slug}/${slug}/pipelines-config/runners`;
}

async function ask(scope: Scope, path: string, init: RequestInit = {}, owner = repository): Promise<Response> {
  const { secret } = await makeAccessToken(owner, [scope]);
  return server.get(path, secret, init);
}

async function register(owner = repository): Promise<Runner> {
  const body = JSON.stringify({ name: "Builder", labels: ["linux", "linux"] });
  const answer = await ask("runner:write", runnersOf(owner), { method: "POST", body }, owner);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Runner;
}

function change(runner: Runner, body: object): Promise<Response> {
  const init = { method: "PUT", body: JSON.stringify(body) };
  return ask("runner:write", `${runnersOf(repository)}/${runner.uuid}`, init);
}

async function statusOf(runner: Runner): Promise<string> {
  const answer = await ask("runner", `${runnersOf(repository)}/${runner.uuid}`);
  return ((await answer.json()) as Runner).state.status;
}

function askForToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return server.get("/oauth/token", undefined, { method: "POST", body: new URLSearchParams(form), headers });
}

const grant = { grant_type: "client_credentials" };

async function tokenOf({ oauth_client: { id, secret } }: Runner): Promise<string> {
  const answer = await askForToken(grant, basic(secret, id));
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function auditOf(action: string) {
  return db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, repository.workspace.id), eq(auditEvents.action, action)))
    .orderBy(asc(auditEvents.position));
}

describe("runners", () => {
  test("a runner is registered with a secret that is shown once, and kept as a digest alone", async () => {
    const runner = await register();
    expect(runner).toMatchObject({
      type: "pipeline_runner",
      name: "Builder",
      labels: ["linux"],
      state: { status: "UNREGISTERED" },
      oauth_client: {
        id: runner.uuid.slice(1, -1),
        secret: expect.stringMatching(/^lkc_[0-9A-Za-z]{46}$/),
        token_endpoint: `${server.origin}/oauth/token`,
        audience: `${server.origin}/api/runner`,
      },
    });
    const read = await (await ask("runner", `${runnersOf(repository)}/${runner.uuid}`)).text();
    expect(read).not.toContain(runner.oauth_client.secret);
    expect(JSON.parse(read).oauth_client).not.toHaveProperty("secret");
    const rows = await db().select().from(runners).where(eq(runners.id, runner.oauth_client.id));
    const events = await auditOf("runner.registered");
    expect(JSON.stringify([rows, events])).not.toContain(runner.oauth_client.secret.slice(4));
    expect(events.at(-1)).toMatchObject({ resourceId: repository.id, details: { name: "Builder", labels: ["linux"] } });
  });

  test("a workspace has its own, which its repositories don't list", async () => {
    const { workspace } = repository;
    const { secret } = await makeAccessToken(workspace, ["runner:write", "runner"]);
    const path = `/2.0/workspaces/${workspace.slug}/pipelines-config/runners`;
    const made = await server.get(path, secret, { method: "POST", body: JSON.stringify({ name: "Shared" }) });
    const { uuid } = (await made.json()) as Runner;
    const listed = (await (await server.get(path, secret)).json()) as { values: Runner[] };
    expect(listed.values.map((one) => one.uuid)).toEqual([uuid]);
    expect((await server.get(`${runnersOf(repository)}/${uuid}`, secret)).status).toBe(404);
    const { uuid: ofRepository } = await register();
    expect((await server.get(`${path}/${ofRepository}`, secret)).status).toBe(404);
    expect((await server.get(`${path}/${uuid}`, secret, { method: "DELETE" })).status).toBe(204);
    expect((await server.get(`${path}/${uuid}`, secret)).status).toBe(404);
  });

  test("its name and labels are changed, and it is switched off and on", async () => {
    const runner = await register();
    const path = `${runnersOf(repository)}/${runner.uuid}`;
    expect(await (await change(runner, { name: "Other", labels: ["arm"] })).json()).toMatchObject({
      name: "Other",
      labels: ["arm"],
    });
    expect(await (await change(runner, { state: { status: "DISABLED" } })).json()).toMatchObject({
      name: "Other",
      state: { status: "DISABLED" },
    });
    // As clients send back what they read.
    await change(runner, { name: "Third", state: { status: "ONLINE" } });
    expect(await statusOf(runner)).toBe("DISABLED");
    await change(runner, { state: { status: "ENABLED" } });
    expect(await statusOf(runner)).toBe("UNREGISTERED");
    expect((await ask("runner:write", path, { method: "DELETE" })).status).toBe(204);
    expect((await ask("runner", path)).status).toBe(404);
    const events = [...(await auditOf("runner.updated")), ...(await auditOf("runner.deleted"))];
    const told = events.filter(({ details }) => details.runner_id === runner.oauth_client.id);
    expect(told.map(({ details }) => details.name)).toEqual(["Other", "Other", "Third", "Third", "Third"]);
  });

  test.each([
    [{}],
    [{ name: "" }],
    [{ name: "x", labels: ["a b"] }],
    [{ name: "x", labels: Array.from({ length: 21 }, (_, index) => `l${index}`) }],
    [{ name: "line\nbreak" }],
  ])("%j registers nothing", async (body) => {
    const answer = await ask("runner:write", runnersOf(repository), { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(400);
  });
});

describe("POST /oauth/token", () => {
  test("gives a token for an hour, by Basic or in the body, and the runner counts as seen", async () => {
    const runner = await register();
    const { id, secret } = runner.oauth_client;
    for (const answer of [
      await askForToken(grant, basic(secret, id)),
      await askForToken({ ...grant, client_id: id, client_secret: secret }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      const { access_token: token, ...rest } = (await answer.json()) as { access_token: string };
      expect(rest).toEqual({ token_type: "Bearer", expires_in: 3600 });
      expect(token).toMatch(/^lkt_[0-9A-Za-z]{46}$/);
      expect(await verifyRunnerToken(token, null)).toMatchObject({ kind: "runner", runnerId: id, access: [] });
      const stored = await db().select().from(runnerTokens).where(eq(runnerTokens.runnerId, id));
      expect(JSON.stringify(stored)).not.toContain(token.slice(4));
    }
    expect(await statusOf(runner)).toBe("ONLINE");
  });

  test.each<[string, number, string, Record<string, string>, Record<string, string>]>([
    ["no grant type", 400, "invalid_request", {}, {}],
    ["another grant type", 400, "unsupported_grant_type", { grant_type: "password" }, {}],
    ["a scope", 400, "invalid_scope", { ...grant, scope: "repository" }, {}],
    ["nobody's name", 401, "invalid_client", grant, {}],
    ["an unknown client", 401, "invalid_client", { ...grant, client_id: "x", client_secret: "x" }, {}],
    ["both ways at once", 400, "invalid_request", { ...grant, client_id: "x" }, basic("x", "x")],
  ])("%s is refused", async (_, status, error, form, headers) => {
    const answer = await askForToken(form, headers);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([status, "no-store"]);
    expect(await answer.json()).toEqual({ error, error_description: expect.any(String) });
    expect(answer.headers.has("www-authenticate")).toBe(status === 401);
  });

  test("takes a form alone, with each parameter once", async () => {
    const json = { method: "POST", body: JSON.stringify(grant), headers: { "content-type": "application/json" } };
    const twice = {
      ...json,
      body: "grant_type=a&grant_type=b",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    };
    for (const init of [json, twice]) {
      const answer = await server.get("/oauth/token", undefined, init);
      expect([answer.status, await answer.json()]).toMatchObject([400, { error: "invalid_request" }]);
    }
    expect((await server.get("/oauth/token")).status).toBe(405);
  });

  test("a runner that is disabled gets none, and what it has ends, for good", async () => {
    const runner = await register();
    const token = await tokenOf(runner);
    await change(runner, { state: { status: "DISABLED" } });
    expect(await verifyRunnerToken(token, null)).toBeNull();
    const { id, secret } = runner.oauth_client;
    const refused = await askForToken(grant, basic(secret, id));
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: "unauthorized_client" }]);
    await change(runner, { state: { status: "ENABLED" } });
    expect(await verifyRunnerToken(token, null)).toBeNull();
    expect(await verifyRunnerToken(await tokenOf(runner), null)).not.toBeNull();
  });

  test("a runner holds a thousand tokens at most: with one more its oldest ends", async () => {
    const runner = await register();
    const other = await tokenOf(await register());
    const [first, second] = [await tokenOf(runner), await tokenOf(runner)];
    const ofRunner = eq(runnerTokens.runnerId, runner.oauth_client.id);
    const [row] = await db().select().from(runnerTokens).where(ofRunner).limit(1);
    if (!row) throw new Error("There is no token.");
    const more = Array.from({ length: mostTokens - 2 }, () => ({
      ...row,
      digest: randomBytes(32),
      createdAt: new Date(),
    }));
    await db().insert(runnerTokens).values(more);
    const last = await tokenOf(runner);
    const verified = await Promise.all([other, first, second, last].map((token) => verifyRunnerToken(token, null)));
    expect(verified.map((principal) => principal !== null)).toEqual([true, false, true, true]);
    expect(await db().$count(runnerTokens, ofRunner)).toBe(mostTokens);
  });

  test("a token ends after an hour, with its runner, and with its repository", async () => {
    const over = await tokenOf(await register());
    expect(await verifyRunnerToken(over, null, new Date(Date.now() + 59 * 60_000))).not.toBeNull();
    expect(await verifyRunnerToken(over, null, new Date(Date.now() + 61 * 60_000))).toBeNull();

    const deleted = await register();
    const itsToken = await tokenOf(deleted);
    await ask("runner:write", `${runnersOf(repository)}/${deleted.uuid}`, { method: "DELETE" });
    expect(await verifyRunnerToken(itsToken, null)).toBeNull();

    const gone = await makeRepository(repository.project, { storage: true });
    const lost = await register(gone);
    const lostToken = await tokenOf(lost);
    await deleteRepository(operatorCaller(), { workspace: gone.workspace.slug, repository: gone.slug });
    expect(await verifyRunnerToken(lostToken, null)).toBeNull();
    const { id, secret } = lost.oauth_client;
    expect((await askForToken(grant, basic(secret, id))).status).toBe(401);
  });

  test("a runner comes from the addresses alone to which the token that registered it is limited", async () => {
    const registeredBy = async (addressMode: "enforce" | "watch") => {
      const limits = { addresses: ["192.0.2.0/24"], addressMode };
      const caller = await callerOfToken(await makeAccessToken(repository, ["runner:write"], limits));
      const names = { workspace: repository.workspace.slug, repository: repository.slug };
      const registered = await registerRepositoryRunner(caller, { ...names, name: "Builder" });
      if (!registered.ok) throw new Error("It was not registered.");
      const { runner, secret } = registered.value;
      const inside = { clientId: runner.id, clientSecret: secret, address: "192.0.2.7" };
      const issued = await issueRunnerToken(inside);
      if (issued.outcome !== "issued") throw new Error("It got no token.");
      const askedHere = await askForToken(grant, basic(secret, runner.id));
      const claimedHere = await server.get("/api/runner/claim", issued.token, { method: "POST" });
      return { inside, token: issued.token, statuses: [askedHere.status, claimedHere.status] };
    };
    const { inside, token, statuses } = await registeredBy("enforce");
    expect(statuses).toEqual([401, 401]);
    expect(await verifyRunnerToken(token, "192.0.2.8")).not.toBeNull();
    for (const address of ["198.51.100.1", null]) {
      expect(await verifyRunnerToken(token, address)).toBeNull();
      expect(await issueRunnerToken({ ...inside, address })).toEqual({ outcome: "wrong_credentials" });
    }
    expect((await auditOf("runner.registered")).at(-1)?.details.addresses).toEqual(["192.0.2.0/24"]);
    // A list that is only watched keeps nobody out.
    expect((await registeredBy("watch")).statuses).toEqual([200, 204]);
  });

  test("what has run out is cleaned away", async () => {
    const runner = await register();
    await tokenOf(runner);
    const left = () => db().$count(runnerTokens, eq(runnerTokens.runnerId, runner.oauth_client.id));
    await deleteLeftovers(new Date(Date.now() + 59 * 60_000));
    expect(await left()).toBe(1);
    await deleteLeftovers(new Date(Date.now() + 61 * 60_000));
    expect(await left()).toBe(0);
  });

  test("no other secret is a runner's token, and a runner's token is no access token", async () => {
    const runner = await register();
    const token = await tokenOf(runner);
    const access = await makeAccessToken(repository, ["runner:write"]);
    for (const text of [access.secret, newSecret("repository"), newRunnerSecret("token"), runner.oauth_client.secret]) {
      expect(await verifyRunnerToken(text, null)).toBeNull();
    }
    for (const text of [token, runner.oauth_client.secret]) {
      expect((await server.get(runnersOf(repository), text)).status).toBe(401);
      expect((await server.get("/api/access-token", text)).status).toBe(401);
      const git = `/${repository.workspace.slug}/${repository.slug}.git/info/refs?service=git-upload-pack`;
      expect((await server.get(git, undefined, { headers: basic(text) })).status).toBe(401);
    }
  });

  test("its secrets are found by whoever looks for leaks, while they open something", async () => {
    const runner = await register();
    const { secret } = runner.oauth_client;
    const token = await tokenOf(runner);
    expect(await findLiveRunnerSecrets([secret, token, newRunnerSecret("client")])).toEqual([secret, token]);
    await change(runner, { state: { status: "DISABLED" } });
    expect(await findLiveRunnerSecrets([secret, token])).toEqual([]);
  });

  test("wrong secrets are limited by address; the right one is let in all the same", async () => {
    const runner = await register();
    const { id, secret } = runner.oauth_client;
    const wrong = () => askForToken(grant, basic(newRunnerSecret("client"), id));
    // What other tests got wrong counts along.
    const statuses: number[] = [];
    for (let count = 0; count <= 30; count += 1) statuses.push((await wrong()).status);
    expect([statuses[0], statuses[30]]).toEqual([401, 429]);
    const limited = await wrong();
    expect([limited.status, await limited.json()]).toMatchObject([429, { error: "invalid_client" }]);
    expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await askForToken(grant, basic(secret, id))).status).toBe(200);
    await tokenOf(await register());
  });
});
