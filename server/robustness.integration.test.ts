import { once } from "node:events";
import net from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assignableScopes } from "@/lib/authorization/scopes";
import { defaultPolicy } from "@/lib/token-policies/policy";
import { updateTokenPolicy } from "@/lib/token-policies/update";
import { allCalls } from "@/test-support/calls/all";
import type { CallWorld } from "@/test-support/calls/calls";
import {
  callerOf,
  makeAccessToken,
  makeProject,
  makeRepository,
  makeUser,
  makeWorkspace,
} from "@/test-support/factories";
import { fillRepositories } from "@/test-support/filled-repositories";
import { bearer, HttpClient } from "@/test-support/http-client";
import { startServer, type TestServer } from "@/test-support/server";
import { routes } from "./http/operation-route";

// Whatever is asked: an answer, and never one that blames the server.

let server: TestServer;
let client: HttpClient;
let world: CallWorld;
let secret: string;

beforeAll(async () => {
  server = await startServer();
  client = new HttpClient(server.origin, 8);
  const person = await makeUser();
  const workspace = await makeWorkspace({ admin: person });
  const project = await makeProject(workspace);
  const repository = await makeRepository(project, { storage: true });
  await fillRepositories(repository);
  const admin = await callerOf(person);
  await updateTokenPolicy(admin, { ...defaultPolicy, workspace: workspace.slug, apiRequestsPerHour: null });
  secret = (await makeAccessToken(workspace, assignableScopes("workspace"))).secret;
  world = { workspace, project, repository, emptyProject: await makeProject(workspace), admin, self: admin };
});

afterAll(async () => {
  client.close();
  await server.close();
});

const odd = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    ...["..", ".", "-", "--all", "a..b", "main^", "@{1}", "HEAD~1", "refs/heads/main", ":", "*", "null", "0", "-1"],
    ...[
      "99999999999999999999",
      "2147483648",
      "9007199254740993",
      "1e308",
      "{}",
      "{00000000-0000-0000-0000-000000000000}",
    ],
    ...["\u0000", "\r\n", "\ud800", "%", "%00", "ä/ö", "a".repeat(3_000), "main\rmain", "src/main", "README.md"],
  ),
);

const oddValue: fc.Arbitrary<unknown> = fc.oneof(
  odd,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue(),
);

/** What bodies and queries are made of, so that some of what is odd gets further than the first check. */
const names = [
  ...[
    "name",
    "target",
    "hash",
    "message",
    "title",
    "source",
    "destination",
    "branch",
    "reviewers",
    "uuid",
    "content",
    "raw",
  ],
  ...[
    "inline",
    "path",
    "from",
    "to",
    "parent",
    "id",
    "state",
    "key",
    "url",
    "kind",
    "pattern",
    "value",
    "users",
    "reason",
  ],
  ...["merge_strategy", "data", "report_type", "details", "project", "description", "include", "exclude", "mainbranch"],
];

const oddBody = fc.letrec<{ body: unknown }>((tie) => ({
  body: fc.oneof(
    { maxDepth: 3 },
    oddValue,
    fc.dictionary(fc.constantFrom(...names), tie("body"), { maxKeys: 5 }),
    fc.array(tie("body"), { maxLength: 3 }),
  ),
})).body;

const oddQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        "page",
        "pagelen",
        "q",
        "sort",
        "fields",
        "path",
        "context",
        "max_depth",
        "format",
        "topic",
        "state",
        "include",
      ),
      odd,
    ),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${encode(value)}`).join("&"));

function encode(text: string): string {
  // Half a pair of surrogates is no text that can be encoded.
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "?"));
}

test("no operation fails of what it is given", { timeout: 180_000 }, async () => {
  const operations = new Map(
    routes.flatMap((route) => (route.kind === "operation" ? [[route.name, route] as const] : [])),
  );
  // These would take what the others are asked about.
  for (const name of ["repositories.delete", "workspaces.deleteProject"]) operations.delete(name);
  const near = new Map<string, Record<string, string>>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...operations.keys()),
      fc.array(odd, { minLength: 6, maxLength: 6 }),
      fc.boolean(),
      oddQuery,
      oddBody,
      async (name, odds, isNear, query, body) => {
        const route = operations.get(name);
        if (!route) throw new Error(`There is no ${name}.`);
        const known = near.get(name) ?? (await allCalls[name]?.(world))?.params ?? {};
        near.set(name, known);
        const place: Record<string, string> = {
          workspace: world.workspace.slug,
          repo_slug: world.repository.slug,
          project_key: world.emptyProject.key,
          ...(isNear ? known : {}),
        };
        const path = route.path.replace(/\{(\w+)\}/g, (_, part) => encode(place[part] ?? odds.pop() ?? "x"));
        const sent = route.method === "GET" ? {} : { body: JSON.stringify(body) ?? "" };
        const headers = { ...bearer(secret), "content-type": "application/json" };
        const asked = { method: route.method, path: `/2.0${path}?${query}`, headers, ...sent };
        const { status, body: said } = await client.send(asked);
        expect([status < 500, status < 500 ? "" : said]).toEqual([true, ""]);
      },
    ),
    // The same each time; another seed looks elsewhere. What is never answered fails too, and says what it was.
    { seed: 20261124, numRuns: 1_000, timeout: 15_000, endOnFailure: true },
  );
});

test("no bytes make the server fail, or stop answering", { timeout: 300_000 }, async () => {
  const { port } = new URL(server.origin);
  const line = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(
        fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "X"),
        fc.uint8Array({ maxLength: 80 }),
      )
      .map(([method, bytes]) =>
        Buffer.concat([
          Buffer.from(`${method} /2.0/`),
          Buffer.from(bytes),
          Buffer.from(" HTTP/1.1\r\nhost: x\r\n\r\n"),
        ]),
      ),
    // A token that opens everything, so that what is odd in headers and body gets as far as it can.
    fc
      .tuple(
        fc.constantFrom("GET", "POST", "PUT", "DELETE"),
        fc.constantFrom("src", "pullrequests", "hooks", "refs/branches", "commits", "commit/main/comments", ""),
        fc.constantFrom(...["content-type", "range", "if-none-match", "accept", "content-encoding", "x-forwarded-for"]),
        fc.uint8Array({ maxLength: 60 }),
        fc.uint8Array({ maxLength: 300 }),
      )
      .map(([method, place, header, value, body]) =>
        Buffer.concat([
          Buffer.from(
            `${method} /2.0/repositories/${world.workspace.slug}/${world.repository.slug}/${place} HTTP/1.1\r\nhost: x\r\n`,
          ),
          Buffer.from(`authorization: Bearer ${secret}\r\ncontent-length: ${body.length}\r\n${header}: `),
          ...[Buffer.from(value), Buffer.from("\r\n\r\n"), Buffer.from(body)],
        ]),
      ),
    odd.map((text) =>
      Buffer.from(`GET /2.0/repositories/${encode(text)}?q=${encode(text)} HTTP/1.1\r\nhost: x\r\n\r\n`),
    ),
  );
  await fc.assert(
    fc.asyncProperty(line, async (bytes) => {
      const status = await statusOf(Number(port), bytes);
      expect(status === null || (status >= 200 && status < 500)).toBe(true);
    }),
    { seed: 20261124, numRuns: 400 },
  );
  expect((await server.get("/healthz")).status).toBe(200);
});

/** The status of the answer; null where the connection just ends. */
async function statusOf(port: number, bytes: Buffer): Promise<number | null> {
  const socket = net.connect(port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined);
  socket.end(bytes);
  await once(socket, "close");
  const status = /^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(chunks).toString("latin1"))?.[1];
  return status === undefined ? null : Number(status);
}
