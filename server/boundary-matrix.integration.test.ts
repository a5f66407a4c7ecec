import { afterAll, describe, expect, it } from "vitest";
import { newSecret } from "@/lib/access-tokens/secret";
import {
  demandedByArchive,
  demandedByService,
  demandsInstead,
  partialLists,
  type TokenKind,
  type Verdict,
  verdict,
} from "@/test-support/boundary/rules";
import { makeWorld, type Target, type Token } from "@/test-support/boundary/world";
import { allCalls } from "@/test-support/calls/all";
import type { Call } from "@/test-support/calls/calls";
import { readingCalls } from "@/test-support/calls/reading";
import { makeAccessToken } from "@/test-support/factories";
import { basic, bearer, HttpClient, mapAtOnce, type Request, type Response } from "@/test-support/http-client";
import { type PublishedOperation, publishedOperations } from "@/test-support/published-operations";
import { startServer } from "@/test-support/server";
import { type OperationRoute, type Route, restPrefix, routes } from "./http/operation-route";

const world = await makeWorld();
const server = await startServer();
const connections = 32;
const client = new HttpClient(server.origin, connections);

afterAll(async () => {
  client.close();
  await server.close();
});

type Case = {
  token: Token;
  operation: string;
  target: Target;
  /** What the answer may repeat, where it says that nothing is there. */
  names: string[];
  request: Request;
  /** How the request is made, said where an answer is wrong. */
  way: string;
  expected: Verdict;
};
type Judged = Case & { response: Response };

const published = new Map(publishedOperations().map((operation) => [operation.name, operation]));
/** What they name need not be there. Where it may be made, and by whom, is tested with them. */
const makesWhatIsMissing = ["repositories.create", "workspaces.createOrUpdateProject"];
const restCases: Case[] = [];
for (const route of routes) if (route.kind === "operation") restCases.push(...(await casesOf(route)));
const gitCases = [...gitCasesOf("git-upload-pack"), ...gitCasesOf("git-receive-pack"), ...archiveCases()];

describe.each([
  ["REST", restCases, wrongOnRest],
  ["Git", gitCases, wrongOnGit],
] as const)("%s", (_, all, wrong) => {
  for (const kind of ["repository", "project", "workspace"] as const) {
    const cases = all.filter(({ token }) => token.kind === kind);

    it(`answers a ${kind} token as the table says, in ${cases.length} cases`, { timeout: 400_000 }, async () => {
      const judged = await mapAtOnce(cases, connections, async (one) => ({
        ...one,
        response: await client.send(one.request),
      }));
      expect(judged.flatMap((one) => complaint(one, wrong(one))).slice(0, 20)).toEqual([]);
      expect(new Set(judged.map(({ expected }) => expected.kind))).toEqual(new Set(["allowed", "refused", "hidden"]));
      expect(tellingHiddenFromAbsent(judged).slice(0, 20)).toEqual([]);
    });
  }
});

const withoutAccess = await credentialsWithoutAccess();
const everyRequest = [...restCases, ...gitCases].filter(({ token }) => token === world.tokens[0]);

it(`opens nothing to what is no live token, in ${withoutAccess.length * everyRequest.length} cases`, async () => {
  for (const [credentials, headers] of withoutAccess) {
    const wrong = await mapAtOnce(everyRequest, connections, async (one) => {
      const { authorization: _, ...others } = one.request.headers ?? {};
      const { status } = await client.send({ ...one.request, headers: { ...others, ...headers } });
      return status === 401 ? [] : [`${credentials}: ${one.request.path} ${status}`];
    });
    expect(wrong.flat().slice(0, 20)).toEqual([]);
  }
});

it("takes no Basic on REST, and no user name that isn't the token's for Git", async () => {
  const { secret, botId } = tokenWith("repository token with every scope");
  const { secret: sameSecret } = tokenWith("workspace token with every scope");
  const [rest, git] = [restCases, gitCases].map((cases) => cases.find(({ expected }) => expected.kind === "allowed"));
  const statusOf = async (one: Case | undefined, headers: Record<string, string>) =>
    (await client.send({ path: one?.request.path ?? "", headers })).status;
  expect(await statusOf(rest, basic(secret))).toBe(401);
  expect(await statusOf(git, basic(secret, "ada"))).toBe(401);
  expect(await statusOf(git, basic(sameSecret, botId))).toBe(401);
  expect(await statusOf(git, basic(secret, botId))).toBe(200);
});

it("shuts what is closed to access tokens to each of them", async () => {
  const closed = routes.filter((route) => route.kind === "closed");
  expect(closed.map(({ path }) => path)).toContain("/user");
  for (const { method, path } of closed) {
    const answers = await mapAtOnce(world.tokens, connections, ({ secret }) =>
      client.send({ method, path: restPrefix + path, headers: bearer(secret) }),
    );
    const error = { message: "This API is not accessible by this authentication mechanism" };
    for (const { status, body } of answers) {
      expect({ status, body: JSON.parse(body) }).toEqual({ status: 403, body: { type: "error", error } });
    }
  }
});

async function credentialsWithoutAccess(): Promise<[credentials: string, headers: Record<string, string>][]> {
  const { repository } = world.own;
  const scopes = ["repository:write"] as const;
  const expired = await makeAccessToken(repository, scopes, { expiresAt: new Date(Date.now() - 1) });
  const live = await makeAccessToken(repository, scopes);
  const wrongEnd = live.secret.endsWith("0") ? "1" : "0";
  return [
    ["nothing", {}],
    ["a token that was never issued", bearer(newSecret("repository"))],
    ["an expired token", bearer(expired.secret)],
    ["a token with a typo", bearer(live.secret.slice(0, -1) + wrongEnd)],
    ["a token in the wrong case", bearer(live.secret.toUpperCase())],
    ["a token's id", bearer(live.id)],
    ["a token's bot id", bearer(live.botId)],
    ["another scheme", { authorization: `Token ${live.secret}` }],
    ["an empty one", { authorization: "Bearer " }],
  ];
}

function tokenWith(label: string): Token {
  const token = world.tokens.find((one) => one.label === label);
  if (!token) throw new Error(`There is no ${label}.`);
  return token;
}

/**
 * Each token × each place that the operation's path can name × each way to name it. What writes, or names something inside
 * the place, is asked only where it has to be refused or hidden: that it works is shown where operations are tested.
 */
async function casesOf(route: OperationRoute & Pick<Route, "method" | "path">): Promise<Case[]> {
  const { method, name: operation } = route;
  if (makesWhatIsMissing.includes(operation)) return [];
  const { path, scopes } = publishedOperation(operation);
  // It is about the token itself.
  if (!path.includes("{workspace}")) return [];
  const demanded = demandsInstead[operation] ?? scopes[0] ?? null;
  const call = await callFor(operation);
  const kind = kindNamedBy(path);
  const cases = casesOn(kind, operation, demanded, ({ form, workspace, name }, { secret }) => {
    const { body, type } = sentBy(call);
    const headers: Record<string, string> = { ...bearer(secret), ...(type ? { "content-type": type } : {}) };
    const asked = fill(path, call, workspace, name) + queryOf(call, kind, operation);
    return [[form, { method, path: asked, headers, body }]];
  });
  const isWhole = method === "GET" && (call.params === undefined || operation in readingCalls);
  return isWhole ? cases : cases.filter(({ expected }) => expected.kind !== "allowed");
}

async function callFor(operation: string): Promise<Call> {
  const make = allCalls[operation];
  if (!make) throw new Error(`Say in test-support/calls how ${operation} is called.`);
  return make(world.own);
}

function sentBy({ body, form }: Call): { body?: string; type?: string } {
  if (form) return { body: new URLSearchParams(form).toString(), type: "application/x-www-form-urlencoded" };
  return body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" };
}

function queryOf({ query = {} }: Call, kind: TokenKind, operation: string): string {
  const asked = new URLSearchParams(query);
  if (kind === "workspace" && operation in partialLists) asked.set("pagelen", "100");
  return asked.size === 0 ? "" : `?${asked}`;
}

type Way = [way: string, request: Request];

function casesOn(
  kind: TokenKind,
  operation: string,
  demanded: string | null,
  waysFor: (name: Target["names"][number], token: Token) => Way[],
): Case[] {
  return world.targets
    .filter((target) => target.kind === kind)
    .flatMap((target, place) =>
      world.tokens.flatMap((token, turn) => {
        const expected = verdict(token, operation, demanded, target.label);
        // The strongest token tries each name, the weakest one of them everywhere. The others take turns with the names, and
        // with the places that are hidden from all of them alike.
        const takesAll = token.label.endsWith("every scope");
        const isPassedOver =
          expected.kind === "hidden" && !/ (every|no) scope$/.test(token.label) && (turn + place) % 4 > 0;
        const names = target.names.filter((_, index) => takesAll || index === turn % target.names.length);
        if (isPassedOver) return [];
        return names.flatMap((name) =>
          waysFor(name, token).map(
            ([way, request]): Case => ({
              token,
              operation,
              target,
              names: [name.workspace, name.name],
              request,
              way,
              expected,
            }),
          ),
        );
      }),
    );
}

function publishedOperation(operation: string): PublishedOperation {
  const found = published.get(operation);
  if (!found) throw new Error(`${operation} is not a published operation.`);
  return found;
}

function kindNamedBy(path: string): TokenKind {
  if (path.includes("{repo_slug}")) return "repository";
  if (path.includes("{project_key}")) return "project";
  if (path.includes("{workspace}")) return "workspace";
  throw new Error(`Say in the matrix what ${path} is about.`);
}

function fill(path: string, { params = {} }: Call, workspace: string, name: string): string {
  const values: Record<string, string> = { ...params, workspace, repo_slug: name, project_key: name };
  const filled = path.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
    const value = values[placeholder];
    if (value === undefined) throw new Error(`Say in test-support/calls what {${placeholder}} of ${path} stands for.`);
    return encodeURIComponent(value);
  });
  return restPrefix + filled;
}

/** The same for git, as info/refs asks and as the service itself, with each credential. */
function gitCasesOf(service: keyof typeof demandedByService): Case[] {
  return casesOn("repository", service, demandedByService[service], ({ form, workspace, name }, { secret, botId }) => {
    const folder = `/${encodeURIComponent(workspace)}/${encodeURIComponent(name)}`;
    const asked = `${folder}.git/info/refs?service=${service}`;
    return [
      [`${form}, Bearer`, { path: asked, headers: bearer(secret) }],
      [`${form}, Basic`, { path: asked, headers: basic(secret) }],
      [`${form}, the service, Bearer`, rpc(`${folder}/${service}`, service, bearer(secret))],
      [`${form}, the service, Basic with the bot's name`, rpc(`${folder}/${service}`, service, basic(secret, botId))],
    ];
  });
}

function archiveCases(): Case[] {
  return casesOn("repository", "archives.download", demandedByArchive, ({ form, workspace, name }, { secret }) => {
    const path = `/${encodeURIComponent(workspace)}/${encodeURIComponent(name)}/get/main.zip`;
    return [
      [`${form}, Bearer`, { path, headers: bearer(secret) }],
      [`${form}, Basic`, { path, headers: basic(secret) }],
    ];
  });
}

/** A client that wants nothing: a single flush. */
function rpc(path: string, service: string, headers: Record<string, string>): Request {
  return {
    method: "POST",
    path,
    headers: { ...headers, "content-type": `application/x-${service}-request` },
    body: "0000",
  };
}

function wrongOnRest({ expected, operation, target, response }: Judged): string | null {
  const { status, body } = response;
  switch (expected.kind) {
    case "allowed": {
      if (status < 200 || status > 299) return `${status} ${body}`;
      return expected.items ? wrongItems(expected.items, body) : wrongObject(operation, target, body);
    }
    case "refused": {
      const { granted, required } = expected;
      const error = {
        message: "Your credentials lack one or more required privilege scopes.",
        detail: { granted: [...granted], required: [required] },
      };
      return status === 403 && body === JSON.stringify({ type: "error", error }) ? null : `${status} ${body}`;
    }
    case "hidden":
      return status === 404 ? null : `${status} ${body}`;
  }
}

/** The object that stands for the target itself must be that one. */
function wrongObject(operation: string, target: Target, body: string): string | null {
  if (!["repositories.get", "workspaces.getProject", "workspaces.getWorkspace"].includes(operation)) return null;
  return (JSON.parse(body) as { uuid: string }).uuid === `{${target.id}}` ? null : body;
}

function wrongItems(labels: readonly string[], body: string): string | null {
  const { values } = JSON.parse(body) as { values: { uuid: string }[] };
  const listed = values.map(({ uuid }) => uuid);
  const expected = world.targets.flatMap(({ label, id }) => (labels.includes(label) && id ? [`{${id}}`] : []));
  return listed.length === expected.length && expected.every((uuid) => listed.includes(uuid)) ? null : body;
}

function wrongOnGit({ expected, operation, response }: Judged): string | null {
  const { status, headers, body } = response;
  const said = `${status} ${headers["content-type"]} ${body}`;
  const isText = headers["content-type"]?.startsWith("text/plain") ?? false;
  const wanted = operation === "archives.download" ? "application/zip" : "application/x-git-";
  switch (expected.kind) {
    case "allowed":
      return status === 200 && headers["content-type"]?.startsWith(wanted) ? null : said;
    case "refused":
      return status === 403 && isText && body.includes(expected.required) ? null : said;
    case "hidden":
      return status === 404 && isText ? null : said;
  }
}

/**
 * To one token, all that is hidden from it and all that doesn't exist must answer alike, to the byte and the header, but for
 * the name that was asked for.
 */
function tellingHiddenFromAbsent(judged: readonly Judged[]): string[] {
  const first = new Map<string, string>();
  return judged.flatMap((one) => {
    if (one.expected.kind !== "hidden") return [];
    const group = `${one.token.label} ${one.operation} ${one.request.method}`;
    const said = withoutNames(one);
    const other = first.get(group) ?? said;
    first.set(group, other);
    return said === other ? [] : complaint(one, `${said} instead of ${other}`);
  });
}

function withoutNames({ names, response: { status, headers, body } }: Judged): string {
  const { date, "x-request-id": requestId, "content-length": length, ...rest } = headers;
  const spoken = names.reduce((text, name) => text.replaceAll(name, "…"), body);
  return JSON.stringify([status, rest, Number(length) === Buffer.byteLength(body), spoken]);
}

function complaint({ token, operation, target, way, request, expected }: Judged, said: string | null): string[] {
  if (said === null) return [];
  return [
    `${token.label}: ${operation} on ${target.label} (${way}, ${request.method ?? "GET"} ${request.path}) should be ${JSON.stringify(expected)}, but was ${said.slice(0, 500)}`,
  ];
}
