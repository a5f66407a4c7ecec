import { once } from "node:events";
import { rmSync } from "node:fs";
import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Repository } from "@/lib/repositories/find";
import {
  makeAccessToken,
  makeProject,
  makeRepository,
  makeWorkspace,
  type TestAccessToken,
  uniqueText,
} from "@/test-support/factories";
import { startServer, type TestServer } from "@/test-support/server";

const webSocket = path.join(tmpdir(), `latchkey-web-${uniqueText()}.sock`);
let server: TestServer;
let web: Server | undefined;
let token: TestAccessToken;
let repository: Repository;
/** What the web process was asked last, and how it answers. */
let seen: { request: IncomingMessage; body: string } | undefined;
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeAll(async () => {
  server = await startServer({ webSocket });
  repository = await makeRepository(await makeProject(await makeWorkspace()), { storage: true });
  token = await makeAccessToken(repository, ["repository:write"]);
  await startWeb();
});

afterAll(async () => {
  await stopWeb();
  await server.close();
});

beforeEach(() => {
  seen = undefined;
  answer = (_, response) => response.end("a page");
});

async function startWeb(): Promise<void> {
  rmSync(webSocket, { force: true });
  web = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen = { request, body: Buffer.concat(chunks).toString() };
    answer(request, response);
  });
  web.listen(webSocket);
  await once(web, "listening");
}

async function stopWeb(): Promise<void> {
  web?.closeAllConnections();
  web?.close();
  web = undefined;
  rmSync(webSocket, { force: true });
}

/** Sends bytes as they are, and gives all that comes back until the connection closes. */
async function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(server.origin);
  const socket = net.connect(Number(port), hostname);
  let output = "";
  socket.on("data", (chunk) => {
    output += chunk;
  });
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return output;
}

describe("pages", () => {
  test("come from the web process, with their status, headers and cookies", async () => {
    answer = (_, response) => {
      response.writeHead(307, { location: "/sign-in", "set-cookie": ["a=1", "b=2"], "keep-alive": "timeout=9" });
      response.end();
    };
    const got = await server.get("/acme?tab=1");
    expect(got.status).toBe(307);
    expect(got.headers.get("location")).toBe("/sign-in");
    expect(got.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(got.headers.get("x-request-id")).toMatch(/-/);
    expect(got.headers.get("keep-alive")).not.toContain("timeout=9");
    expect(seen?.request.url).toBe("/acme?tab=1");
  });

  test("never see a token, nor what only the server in front may say", async () => {
    await server.get("/acme", token.secret, {
      headers: {
        cookie: "session=x",
        "x-forwarded-host": "evil.example",
        "x-forwarded-proto": "https",
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-anything": "1",
        "x-request-id": "mine",
        "x-middleware-subrequest": "middleware",
        "x-real-ip": "10.0.0.1",
        forwarded: "host=evil.example",
        "accept-language": "en",
      },
    });
    const headers = seen?.request.headers ?? {};
    expect(headers).toMatchObject({
      cookie: "session=x",
      "accept-language": "en",
      host: new URL(server.origin).host,
      "x-forwarded-host": new URL(server.origin).host,
      "x-forwarded-proto": "http",
      "x-forwarded-for": "127.0.0.1",
      "x-request-id": expect.not.stringContaining("mine"),
    });
    expect(JSON.stringify([headers, seen?.request.rawHeaders])).not.toMatch(
      /lk[rpw]_|evil|10\.0\.0\.1|subrequest|"authorization"/i,
    );
  });

  test("get the bodies of forms, whole and as a stream", async () => {
    await server.get("/sign-in", undefined, { method: "POST", body: "email=a&password=b" });
    expect(seen?.body).toBe("email=a&password=b");
    const request = http.request(`${server.origin}/sign-in`, { method: "POST" });
    request.write("one ");
    request.end("two");
    const [response] = await once(request, "response");
    response.resume();
    expect(seen?.body).toBe("one two");
  });

  test("reach the browser as they are made", async () => {
    let finish: () => void = () => undefined;
    answer = (_, response) => {
      response.write("first");
      finish = () => response.end("last");
    };
    const request = http.get(`${server.origin}/acme`);
    const [response] = await once(request, "response");
    const [chunk] = await once(response, "data");
    expect(String(chunk)).toBe("first");
    finish();
    const [rest] = await once(response, "data");
    expect(String(rest)).toBe("last");
  });

  test("are stopped when the browser leaves", async () => {
    const left = new Promise((resolve) => {
      answer = (_, response) => {
        response.once("close", () => resolve(response.writableFinished));
        response.write("first");
      };
    });
    const request = http.get(`${server.origin}/acme`);
    request.on("error", () => undefined);
    const [response] = await once(request, "response");
    response.destroy();
    expect(await left).toBe(false);
  });

  test("are a 503 that tries again while the web process is away, and come back with it", async () => {
    await stopWeb();
    const page = await server.get("/acme", undefined, { headers: { accept: "text/html" } });
    expect([page.status, page.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain('<meta http-equiv="refresh" content="5">');
    const other = await server.get("/acme");
    expect(other.headers.get("content-type")).toMatch(/^text\/plain/);
    expect((await server.get("/healthz")).status).toBe(200);
    await startWeb();
    expect(await (await server.get("/acme")).text()).toBe("a page");
  });

  test("are not what the API, git and health answer", async () => {
    for (const address of ["/2.0/nothing", "/acme/api/info/refs", "/acme/api.git/git-upload-pack", "/healthz"]) {
      await server.get(address);
      expect(seen, address).toBeUndefined();
    }
    for (const address of ["/2.0x", "/acme/api", "/acme/api.git", "/metrics/x", "/acme/api/info/refs/x"]) {
      await server.get(address);
      expect(seen?.request.url, address).toBe(address);
    }
  });
});

describe("health", () => {
  test("says that the process lives and that the database answers", async () => {
    expect(await (await server.get("/healthz")).text()).toBe("ok\n");
    expect((await server.get("/readyz")).status).toBe(200);
  });

  test("metrics count requests and verdicts, and name no tenant", async () => {
    const address = `/2.0/repositories/${repository.workspace.slug}/${repository.slug}`;
    await (await server.get(address, token.secret)).text();
    await (await server.get(address, token.secret.replace("lkr", "lkw"))).text();
    await (await server.get(`${address.slice(17)}/info/refs?service=git-upload-pack`, token.secret)).text();
    const metrics = await (await server.get("/metrics")).text();
    expect(metrics).toMatch(/latchkey_requests_total\{entrance="rest",status="2xx"\} \d+/);
    expect(metrics).toMatch(/latchkey_requests_total\{entrance="git",status="2xx"\} \d+/);
    expect(metrics).toMatch(/latchkey_verifications_total\{verdict="accepted"\} \d+/);
    expect(metrics).toMatch(/latchkey_verifications_total\{verdict="refused"\} \d+/);
    expect(metrics).toContain("latchkey_git_processes");
    expect(metrics).toContain("process_cpu_seconds_total");
    for (const name of [repository.slug, repository.workspace.slug, repository.id, token.id, token.name, token.botId]) {
      expect(metrics).not.toContain(name);
    }
  });
});

describe("what is no proper request", () => {
  test.each([
    ["headers too large", `GET / HTTP/1.1\r\nhost: x\r\na: ${"x".repeat(20_000)}\r\n\r\n`, 431],
    ["no HTTP", "hello\r\n\r\n", 400],
    ["a NUL in the address", "GET /\0 HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["an escaped NUL", "GET /acme/%00 HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["half an escape", "GET /acme/% HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["half an escape in the query", "GET /acme?a=%f HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["no host", "GET / HTTP/1.1\r\n\r\n", 400],
    ["two hosts", "GET / HTTP/1.1\r\nhost: x\r\nHOST: y\r\n\r\n", 400],
    ["the same host twice", "GET /healthz HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400],
    ["a host that is none", 'GET / HTTP/1.1\r\nhost: a"b\r\n\r\n', 400],
    ["a host with a path", "GET / HTTP/1.1\r\nhost: a/b@c\r\n\r\n", 400],
    ["an address without a path", "OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n", 400],
    ["a web socket", "GET /acme HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n", 400],
    ["two lengths", "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", 400],
    [
      "a length and chunks",
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
    ],
  ])("%s", async (_, text, status) => {
    const output = await raw(text);
    expect(output).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(output).toMatch(/content-type: text\/plain/i);
    expect(seen).toBeUndefined();
  });

  test.each([
    ["a host that is none", 'GET /2.0/user HTTP/1.1\r\nhost: a"b\r\n\r\n'],
    ["two hosts", "GET /2.0/user HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n"],
    ["half an escape", "GET /2.0/repositories/% HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["an escaped control character", "GET /2.0/repositories/a%01b HTTP/1.1\r\nhost: x\r\n\r\n"],
  ])("%s, told as the API tells", async (_, text) => {
    const output = await raw(text);
    expect(output).toMatch(/^HTTP\/1.1 400 /);
    expect(output).toMatch(/content-type: application\/json/i);
    expect(output).toContain('{"type":"error","error":{"message":');
  });

  test("an absolute address means the same as its path", async () => {
    const output = await raw("GET http://x/healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    expect(output).toMatch(/^HTTP\/1.1 200 /);
  });

  test("an upgrade to HTTP/2 is ignored, as clients that offer it expect", async () => {
    const headers = { connection: "upgrade, http2-settings", upgrade: "h2c", "http2-settings": "AAMAAABk" };
    const [response] = await once(http.get(`${server.origin}/healthz`, { headers }), "response");
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  test("the oldest checks of health name no host", async () => {
    expect(await raw("GET /healthz HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1.1 200 /);
  });
});
