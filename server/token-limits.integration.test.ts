import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { repositoryPath } from "@/lib/git/storage";
import { defaultPolicy } from "@/lib/token-policies/policy";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import { flushUsage } from "@/lib/token-usage/flush";
import { getTokenUsage } from "@/lib/token-usage/get";
import { usageSparklines } from "@/lib/token-usage/sparklines";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { gitClient } from "@/test-support/git";
import { startServer } from "@/test-support/server";

vi.hoisted(() => {
  process.env.LATCHKEY_TRUSTED_PROXIES = "127.0.0.1,10.0.0.0/8";
});

const server = await startServer();
const client = await gitClient();
await client.commit("README.md", "# Orders\n");

afterAll(async () => {
  await server.close();
  await client.remove();
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-23T10:00:00Z") });
});

async function setUp(limits: Parameters<typeof makeAccessToken>[2] = {}) {
  const admin = await makeUser();
  const workspace = await makeWorkspace({ admin });
  const repository = await makeRepository(await makeProject(workspace), { storage: true });
  await client.git("push", "--quiet", repositoryPath(repository.id), "main");
  const token = await makeAccessToken(repository, ["repository"], limits);
  const path = `/2.0/repositories/${workspace.slug}/${repository.slug}`;
  const get = (address: string, from?: string, userAgent = "curl/8") =>
    server.get(address, token.secret, {
      headers: { "user-agent": userAgent, ...(from === undefined ? {} : { "x-forwarded-for": from }) },
    });
  const remote = server.gitAddress(`${workspace.slug}/${repository.slug}.git`, token.secret);
  const setRates = async (apiRequestsPerHour: number | null, gitRequestsPerHour: number | null) => {
    const policy = { ...defaultPolicy, apiRequestsPerHour, gitRequestsPerHour };
    const updated = await updateTokenPolicy(await callerOf(admin), { workspace: workspace.slug, ...policy });
    if (!updated.ok) throw new Error(JSON.stringify(updated.error));
  };
  const outcomes = async () => {
    await flushUsage();
    const resource = { kind: "repository", workspace: workspace.slug, repository: repository.slug } as const;
    const usage = await getTokenUsage(await callerOf(admin), { resource, id: token.id });
    if (!usage.ok) throw new Error(JSON.stringify(usage.error));
    const { operations, refusals, watched30 } = usage.value;
    return {
      allowed: Object.fromEntries(operations.map((each) => [`${each.operation} ${each.scope}`, each.requests30])),
      refused: Object.fromEntries(refusals.map((each) => [`${each.operation} ${each.outcome}`, each.requests])),
      watched: watched30,
    };
  };
  return { workspace, repository, token, path, get, remote, setRates, outcomes };
}

it("an address outside the ranges is answered as an unknown token is, behind proxies too", async () => {
  const { path, get, remote, outcomes } = await setUp({ addresses: ["192.0.2.0/24", "2001:db8::/32"] });
  for (const from of ["192.0.2.7", "6.6.6.6, 192.0.2.7", "192.0.2.7, 10.1.2.3", "2001:db8:7::1", "192.0.2.9:4711"]) {
    expect((await get(path, from)).status, from).toBe(200);
  }
  const unknown = await server.get(path, `${"lkr_"}${"0".repeat(46)}`);
  const unknownBody = await unknown.text();
  // A client may not write its own address: what stands before the last stranger is no proof.
  for (const from of [undefined, "198.51.100.1", "192.0.2.7, 198.51.100.1", "2001:db9::1", "unknown"]) {
    const refused = await get(path, from);
    expect([refused.status, await refused.text()], from).toEqual([401, unknownBody]);
    expect(refused.headers.get("www-authenticate")).toBe(unknown.headers.get("www-authenticate"));
    expect(refused.headers.get("x-token-id")).toBeNull();
  }
  const inside = ["-c", "http.extraHeader=X-Forwarded-For: 192.0.2.7"];
  expect(await client.git(...inside, "ls-remote", remote)).toContain("refs/heads/main");
  await expect(client.git("ls-remote", remote)).rejects.toThrow(/Authentication failed|401/);
  expect(await outcomes()).toMatchObject({
    allowed: { "repositories.get repository": 5, "git-upload-pack repository": expect.any(Number) },
    refused: { "repositories.get address": 5, "git-upload-pack address": expect.any(Number) },
    watched: 0,
  });
});

it("addresses that are only watched let everybody in", async () => {
  const { path, get, outcomes } = await setUp({ addresses: ["192.0.2.0/24"], addressMode: "watch" });
  expect((await get(path, "198.51.100.1")).status).toBe(200);
  expect((await get(path, "192.0.2.1")).status).toBe(200);
  expect(await outcomes()).toEqual({ allowed: { "repositories.get repository": 2 }, refused: {}, watched: 1 });
});

it("each answer beneath /2.0/repositories tells of the allowance, and past it is 429 with when to come again", async () => {
  const { path, get, setRates, outcomes } = await setUp();
  await setRates(5, null);
  const near: (string | null)[] = [];
  for (let index = 0; index < 5; index += 1) {
    const { status, headers } = await get(index === 1 ? `${path}/refs/branches/none` : path);
    expect(status).toBe(index === 1 ? 404 : 200);
    expect([headers.get("x-ratelimit-limit"), headers.get("x-ratelimit-resource")]).toEqual(["5", "api"]);
    near.push(headers.get("x-ratelimit-nearlimit"));
  }
  expect(near).toEqual(["false", "false", "false", "false", "true"]);
  vi.setSystemTime("2026-11-23T10:50:00Z");
  const refused = await get(path);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "600"]);
  expect(refused.headers.get("x-ratelimit-nearlimit")).toBe("true");
  expect(await refused.json()).toEqual({
    type: "error",
    error: { message: "Rate limit for this resource has been exceeded" },
  });
  const elsewhere = await get("/2.0/user/nothing");
  expect([elsewhere.status === 429, elsewhere.headers.get("x-ratelimit-limit")]).toEqual([false, null]);
  vi.setSystemTime("2026-11-23T11:00:01Z");
  expect((await get(path)).status).toBe(200);
  expect((await outcomes()).refused).toEqual({ "repositories.get rate": 1 });
});

it("git past its allowance is told so in words", async () => {
  const { remote, setRates, outcomes } = await setUp();
  await setRates(null, 1);
  await client.git("ls-remote", remote).catch(() => undefined);
  await expect(client.git("ls-remote", remote)).rejects.toThrow(
    /This token has made its git requests of this hour: 1\. Try again in 60 minutes\./,
  );
  expect((await outcomes()).refused).toMatchObject({ "git-upload-pack rate": expect.any(Number) });
});

it("a workspace without limits is told nothing of them", async () => {
  const { path, get, setRates } = await setUp();
  await setRates(null, null);
  const { status, headers } = await get(path);
  expect([status, headers.get("x-ratelimit-limit")]).toEqual([200, null]);
});

it("both entrances count what was asked, what it demands, and what came of it", async () => {
  const { workspace, token, path, get, remote, outcomes } = await setUp();
  await get(path);
  await get(`${path}/src/main/missing`);
  await get(`/2.0/repositories/${workspace.slug}/other`);
  await get(`/2.0/workspaces/${workspace.slug}`);
  await expect(client.git("push", remote, "main:refs/heads/next")).rejects.toThrow("403");
  expect(await outcomes()).toEqual({
    allowed: { "repositories.get repository": 1, "repositories.readSrc repository": 1 },
    refused: {
      "repositories.get not_found": 1,
      "workspaces.getWorkspace not_found": 1,
      "git-receive-pack insufficient_scope": 1,
    },
    watched: 0,
  });
  const [line] = (await usageSparklines(workspace.id, [token.id])).values();
  expect(line?.at(-1)).toBe(5);
});
