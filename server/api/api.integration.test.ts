import { createHash, sign } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { getAccessToken } from "@/lib/access-tokens/get";
import { replaceAccessToken } from "@/lib/access-tokens/replace";
import { newSecret } from "@/lib/access-tokens/secret";
import { verifyAccessToken } from "@/lib/access-tokens/verify";
import { operator } from "@/lib/authorization/operator";
import { receiveGitHubAlerts } from "@/lib/leaks/github";
import type { Project } from "@/lib/projects/find";
import type { Repository } from "@/lib/repositories/find";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
} from "@/test-support/factories";
import { startServer, type TestServer } from "@/test-support/server";
import { auditOf, endedSecretsOf, liveSecretsOf, noticesOf, tokenRow } from "@/test-support/token-records";

/** Before anything reads the environment. */
const { gitHubKey, otherKey } = await vi.hoisted(async () => {
  const { generateKeyPairSync } = await import("node:crypto");
  const [known, other] = [1, 2].map(() => generateKeyPairSync("ec", { namedCurve: "P-256" }));
  if (!known || !other) throw new Error("There are no keys.");
  const encoded = known.publicKey.export({ format: "der", type: "spki" }).toString("base64");
  process.env.LATCHKEY_GITHUB_SCANNING_KEYS = `test-key:${encoded}`;
  return { gitHubKey: known.privateKey, otherKey: other.privateKey };
});

let server: TestServer;
let project: Project;
let repository: Repository;

beforeAll(async () => {
  server = await startServer();
  project = await makeProject(await makeWorkspace());
  repository = await makeRepository(project);
});

afterAll(() => server.close());

const resource = () =>
  ({ kind: "repository", workspace: project.workspace.slug, repository: repository.slug }) as const;

/** The token's old secret, which lives on for half an hour, and its new one. */
async function replaced(token: TestAccessToken): Promise<string> {
  const detail = await getAccessToken(operator, { resource: resource(), id: token.id });
  const newestSecretId = detail.ok ? (detail.value.secrets[0]?.id ?? null) : null;
  const input = { resource: resource(), id: token.id, newestSecretId, scopes: [...token.scopes] };
  const result = await replaceAccessToken(operator, input);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.secret;
}

describe("GET /api/access-token", () => {
  test("tells a token what it is, whatever its scopes", async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const values = { expiresAt, addresses: ["127.0.0.0/8"], refs: ["release/*"] };
    const token = await makeAccessToken(repository, ["webhook"], values);
    const answer = await server.get("/api/access-token", token.secret);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await answer.json()).toEqual({
      id: token.id,
      name: token.name,
      kind: "repository",
      workspace: project.workspace.slug,
      repository: repository.slug,
      scopes: ["webhook"],
      created_at: expect.any(String),
      expires_at: expiresAt.toISOString(),
      replaced: false,
      limits: { addresses: ["127.0.0.0/8"], address_mode: "enforce", refs: ["release/*"] },
      bot_uuid: `{${token.id}}`,
      bot_email: `${token.botId}@bots.127.0.0.1`,
    });
  });

  test("names the project of a project's token, and neither for a workspace's", async () => {
    const ofProject = await makeAccessToken(project, ["project"]);
    const ofWorkspace = await makeAccessToken(project.workspace, ["account"]);
    expect(await (await server.get("/api/access-token", ofProject.secret)).json()).toMatchObject({
      kind: "project",
      project: project.key,
      expires_at: null,
      limits: { addresses: null, address_mode: null, refs: null },
    });
    const own = await (await server.get("/api/access-token", ofWorkspace.secret)).json();
    expect(own).toMatchObject({ kind: "workspace", workspace: project.workspace.slug });
    expect(own).not.toHaveProperty("project");
  });

  test("tells a secret that is being replaced so, and when it ends", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    const newer = await replaced(token);
    expect(await (await server.get("/api/access-token", token.secret)).json()).toMatchObject({
      replaced: true,
      expires_at: expect.any(String),
    });
    expect(await (await server.get("/api/access-token", newer)).json()).toMatchObject({
      replaced: false,
      expires_at: null,
    });
  });

  test("asks for a live token, as Bearer", async () => {
    const over = await makeAccessToken(repository, ["repository"], { expiresAt: new Date(Date.now() - 1) });
    const elsewhere = await makeAccessToken(repository, ["repository"], { addresses: ["192.0.2.0/24"] });
    const live = await makeAccessToken(repository, ["repository"]);
    const basic = Buffer.from(`x-token-auth:${live.secret}`).toString("base64");
    for (const answer of [
      await server.get("/api/access-token"),
      await server.get("/api/access-token", over.secret),
      await server.get("/api/access-token", elsewhere.secret),
      await server.get("/api/access-token", newSecret("project")),
      await server.get("/api/access-token", undefined, { headers: { authorization: `Basic ${basic}` } }),
    ]) {
      expect(answer.status).toBe(401);
      expect(await answer.json()).toEqual({
        type: "error",
        error: { message: "Token is invalid, expired, or not supported for this endpoint." },
      });
    }
  });

  test("takes GET and DELETE", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    const answer = await server.get("/api/access-token", token.secret, { method: "POST" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, DELETE"]);
  });
});

describe("DELETE /api/access-token", () => {
  test("ends the token with both its secrets, and writes down that it did so itself", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    const newer = await replaced(token);
    const answer = await server.get("/api/access-token", token.secret, { method: "DELETE" });
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([204, null, ""]);
    expect(await verifyAccessToken(newer)).toBeNull();
    expect((await server.get("/api/access-token", token.secret)).status).toBe(401);
    expect(await tokenRow(token.id)).toMatchObject({ endReason: "self", revokedBy: null });
    expect(await auditOf(token.id, "access_token.revoked")).toMatchObject([
      { actorKind: "access_token", actorId: token.id, resourceId: repository.id, address: "127.0.0.1" },
    ]);
  });

  test("leaves others alone", async () => {
    const [one, other] = [
      await makeAccessToken(repository, ["repository"]),
      await makeAccessToken(repository, ["repository"]),
    ];
    await server.get("/api/access-token", one.secret, { method: "DELETE" });
    expect((await server.get("/api/access-token", other.secret)).status).toBe(200);
  });
});

function report(body: unknown): Promise<Response> {
  const init = { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) };
  return server.get("/api/credentials/revoke", undefined, init);
}

describe("POST /api/credentials/revoke", () => {
  test("ends live secrets, tells the admins, and answers the same for all", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    const another = await makeAccessToken(project, ["project"]);
    const revealing = await report({ credentials: [token.secret, another.secret, newSecret("project"), "hello"] });
    const other = await report({ credentials: [newSecret("project")] });
    for (const answer of [revealing, other]) expect([answer.status, await answer.text()]).toEqual([202, "{}"]);
    expect([...revealing.headers.keys()]).toEqual([...other.headers.keys()]);

    expect((await server.get("/api/access-token", token.secret)).status).toBe(401);
    expect(await tokenRow(token.id)).toMatchObject({ endReason: "reported", revokedBy: null });
    expect(await tokenRow(another.id)).toMatchObject({ endReason: "reported" });
    const [event, ...more] = await auditOf(token.id, "access_token.reported");
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      actorKind: "system",
      address: "127.0.0.1",
      resourceKind: "repository",
      resourceId: repository.id,
      details: { name: token.name, by: "anyone", old_secret: false },
    });
    const [notice, ...others] = await noticesOf(token.id);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({ kind: "leaked", details: { by: "anyone", address: "127.0.0.1" } });
    expect(JSON.stringify([event, notice])).not.toContain(token.secret);
  });

  test("ends an old secret alone: the new one is in nobody else's hands", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    const newer = await replaced(token);
    expect((await report({ credentials: [token.secret] })).status).toBe(202);
    expect(await verifyAccessToken(token.secret)).toBeNull();
    expect(await verifyAccessToken(newer)).toMatchObject({ accessTokenId: token.id });
    expect(await tokenRow(token.id)).toMatchObject({ revokedAt: null });
    expect(await endedSecretsOf(token.id)).toMatchObject([{ reason: "reported" }]);
    expect(await auditOf(token.id, "access_token.reported")).toMatchObject([{ details: { old_secret: true } }]);
  });

  test("a report that comes twice, or at once, ends and tells once", async () => {
    const token = await makeAccessToken(repository, ["repository"]);
    await Promise.all([1, 2, 3].map(() => report({ credentials: [token.secret, token.secret] })));
    expect(await auditOf(token.id, "access_token.reported")).toHaveLength(1);
    expect(await noticesOf(token.id)).toHaveLength(1);
    expect(await liveSecretsOf(token.id)).toEqual([]);
  });

  test.each([
    ["no JSON", "credentials"],
    ["no object", []],
    ["no list", { credentials: "lkr_" }],
    ["an empty list", { credentials: [] }],
    ["something else in it", { credentials: [1] }],
    ["more than a thousand", { credentials: Array.from({ length: 1001 }, () => "x") }],
  ])("%s is refused with 400", async (_, body) => {
    const answer = await report(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ type: "error", error: { fields: expect.any(Object) } });
  });

  test("a body that is too large is refused", async () => {
    const answer = await report({ credentials: ["x".repeat(1024 * 1024)] });
    expect(answer.status).toBe(413);
  });

  test("an address that reports too often is told to wait", async () => {
    const statuses = new Set<number>();
    let last: Response | undefined;
    for (let count = 0; count <= 60; count += 1) {
      last = await report({ credentials: ["x"] });
      statuses.add(last.status);
    }
    expect([...statuses]).toEqual([202, 429]);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("POST /api/leaks/github", () => {
  const alert = (token: string, url = "https://github.com/octo/cat/blob/1/a.txt") => ({
    token,
    type: "latchkey_access_token",
    url,
    source: "content",
  });

  function send(body: string, headers: Record<string, string>): Promise<Response> {
    return server.get("/api/leaks/github", undefined, { method: "POST", body, headers });
  }

  function signed(alerts: unknown, key = gitHubKey, identifier = "test-key"): Promise<Response> {
    const body = JSON.stringify(alerts);
    return send(body, {
      "github-public-key-identifier": identifier,
      "github-public-key-signature": sign("sha256", Buffer.from(body), key).toString("base64"),
    });
  }

  test("ends what was found, and says which matches were secrets, by their hashes", async () => {
    const live = await makeAccessToken(repository, ["repository"]);
    const ended = await makeAccessToken(repository, ["repository"]);
    await server.get("/api/access-token", ended.secret, { method: "DELETE" });
    const unknown = newSecret("project");
    const matches = [live.secret, ended.secret, unknown, "lkr_short"];
    const body = matches.map((token) => alert(token, `https://example.com/?found=${live.secret}`));
    const expected = matches.map((token, index) => ({
      token_hash: createHash("sha256").update(token).digest("hex"),
      token_type: "latchkey_access_token",
      label: index < 2 ? "true_positive" : "false_positive",
    }));
    const answer = await signed(body);
    expect([answer.status, await answer.json()]).toEqual([200, expected]);
    expect(await tokenRow(live.id)).toMatchObject({ endReason: "reported" });
    const told = [...(await auditOf(live.id, "access_token.reported")), ...(await noticesOf(live.id))];
    expect(told).toMatchObject([
      { details: { by: "github", url: "https://example.com/?found=[secret]" } },
      { kind: "leaked", details: { by: "github" } },
    ]);
    // Sent again, the answer is the same.
    expect(await (await signed(body)).json()).toEqual(expected);
  });

  test("believes nothing that isn't signed with a configured key", async () => {
    const live = await makeAccessToken(repository, ["repository"]);
    const body = JSON.stringify([alert(live.secret)]);
    const signature = sign("sha256", Buffer.from(body), gitHubKey).toString("base64");
    const key = { "github-public-key-identifier": "test-key" };
    for (const answer of [
      await signed([alert(live.secret)], otherKey),
      await signed([alert(live.secret)], gitHubKey, "another-key"),
      await send(`${body} `, { ...key, "github-public-key-signature": signature }),
      await send(body, { ...key, "github-public-key-signature": "nonsense" }),
      await send(body, key),
      await send(body, {}),
    ]) {
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({
        error: { fields: { "Github-Public-Key-Signature": [expect.any(String)] } },
      });
    }
    expect((await server.get("/api/access-token", live.secret)).status).toBe(200);
  });

  test.each([
    ["no list", {}],
    ["an empty list", []],
    ["a match without a token", [{ type: "x" }]],
  ])("%s is refused with 400", async (_, body) => {
    const answer = await signed(body);
    expect([answer.status, await answer.json()]).toMatchObject([400, { type: "error" }]);
  });

  test("is off without keys", async () => {
    const message = { body: Buffer.from("[]"), keyIdentifier: "test-key", signature: "" };
    expect(await receiveGitHubAlerts(message, { address: null, requestId: null }, new Map())).toMatchObject({
      error: { code: "not_found" },
    });
  });
});
