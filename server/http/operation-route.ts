import type { IncomingMessage } from "node:http";
import type { Result as Matched, Params } from "hono/router";
import { RegExpRouter } from "hono/router/reg-exp-router";
import { SmartRouter } from "hono/router/smart-router";
import { TrieRouter } from "hono/router/trie-router";
import type { z } from "zod";
import type { RequiredScope } from "@/lib/authorization/can";
import type { Caller, RunnerCaller } from "@/lib/authorization/principal";
import type { Result } from "@/lib/errors";
import type { Operation } from "@/lib/operation";
import { withoutTrailingSlashes } from "@/lib/slashes";
import { type Outcome, outcomeOf } from "@/lib/token-usage/outcome";
import type { Answer } from "./answer";
import { parseBody } from "./body";
import { tagged } from "./entity-tag";
import { errorAnswer } from "./error-response";
import { type Exchange, originOf, type TokenCaller } from "./exchange";

/** What a REST route may know of a request. */
export class RestRequest<By extends Caller = TokenCaller> {
  /** What came of it, for the token's usage. */
  outcome: Outcome = "allowed";

  constructor(
    private readonly exchange: Exchange,
    readonly caller: By,
    /** The values of the path's placeholders, decoded. */
    readonly params: Readonly<Record<string, string>>,
    /** Null where it was larger than a body may be. */
    readonly body: () => Promise<Buffer | null>,
  ) {}

  /** The body as it comes, for a route that takes it raw. It has no limit but the one that the reader sets. */
  get stream(): IncomingMessage {
    return this.exchange.request;
  }

  header(name: string): string {
    return String(this.exchange.request.headers[name] ?? "");
  }

  /** As it came, still encoded. */
  get path(): string {
    return this.exchange.path;
  }

  /** The query as it came, still encoded. */
  get search(): string {
    return this.exchange.query;
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.exchange.query);
  }

  get origin(): string {
    return originOf(this.exchange);
  }
}

/** What a route that answers anybody may know of a request. */
export type PublicRequest = {
  caller: { address: string | null; requestId: string };
  header: (name: string) => string;
  /** Where the client reached us. */
  origin: string;
  /** Null where it was larger than a body may be. */
  body: Promise<Buffer | null>;
};

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** The published objects that it answers with, by status; null: an answer that is no JSON, or none at all. */
type Answers = Readonly<Record<number, z.ZodType | null>>;

export type OperationRoute = {
  kind: "operation";
  name: string;
  scope: RequiredScope;
  body: z.ZodType | null;
  rawBody: boolean;
  query: z.ZodObject | null;
  answers: Answers;
  serve: (request: RestRequest) => Promise<Answer>;
};

export type Route = { method: Method /** As published, with placeholders in braces. */; path: string } & (
  | OperationRoute
  /** Shut to access tokens: there is no person on this API. */
  | { kind: "closed"; name: string }
  /** For any live token, whatever its scopes: it asks about itself alone. */
  | { kind: "own_token"; name: string; serve: (request: RestRequest) => Promise<Answer> }
  /** For runners alone, with the tokens that they get for their client secrets: what they report. */
  | { kind: "runner"; serve: (request: RestRequest<RunnerCaller>) => Promise<Answer> }
  | { kind: "public"; serve: (request: PublicRequest) => Promise<Answer> }
);

export const restPrefix = "/2.0";
export const runnerPrefix = "/api/runner";

/** Every route there is. A test walks them, and compares them with what is published. */
export const routes: Route[] = [];
const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });

type RouteSpec<Input, Value, Body extends z.ZodType> = {
  method: Method;
  path: string;
  /** The published name of the operation. */
  name: string;
  operation: Operation<Input, Value>;
  /** The published body, as JSON or as a form. What doesn't fit it is refused before the operation hears of it. */
  body?: Body;
  /** Whether the body is left to `input`, as a stream. */
  rawBody?: boolean;
  /** What may stand in the query, for the description of the API; `input` reads it. */
  query?: z.ZodObject;
  /** Reads the operation's input off the request. */
  input: (request: RestRequest, body: z.output<Body>) => Input | Promise<Input>;
  /** Writes its value as the published object. */
  present: (value: Value, request: RestRequest) => Answer | Promise<Answer>;
  /** Of a GET: what the answer is made of besides the address, where that costs less than to make it. See `tagged`. */
  version?: (value: Value, request: RestRequest) => string | null;
  answers: Answers;
};

/** The one way to put something on the REST API: an operation, which states its scope, with how it is asked and answered. */
export function route<Input, Value, Body extends z.ZodType = z.ZodUndefined>(
  spec: RouteSpec<Input, Value, Body>,
): void {
  const { method, path, name, operation, body = null, rawBody = false, query = null, answers } = spec;
  const serve = async (request: RestRequest): Promise<Answer> => {
    const asked = await parseBody(request, spec.body);
    if (!asked.ok) return asked.answer;
    const result = await operation(request.caller, await spec.input(request, asked.body));
    if (result.ok) {
      const present = () => spec.present(result.value, request);
      return method === "GET" ? tagged(request, spec.version?.(result.value, request) ?? null, present) : present();
    }
    request.outcome = outcomeOf(result.error);
    return errorAnswer(result.error);
  };
  const { scope } = operation;
  add(restPrefix + path, { kind: "operation", method, path, name, scope, body, rawBody, query, answers, serve });
}

/** A published endpoint that access tokens may not use. */
export function closedRoute(method: Method, path: string, name: string): void {
  add(restPrefix + path, { kind: "closed", method, path, name });
}

/** What a token may ask of itself. It takes no scope, and must not reach anything else. */
export function ownTokenRoute(
  method: Method,
  path: string,
  name: string,
  serve: (request: RestRequest) => Promise<Answer>,
): void {
  add(path, { kind: "own_token", method, path, name, serve });
}

type RunnerRouteSpec<Input, Value, Body extends z.ZodType> = {
  method: Method;
  path: string;
  /** What the runner does. It sees to it that the runner holds what it names. */
  act: (caller: RunnerCaller, input: Input) => Promise<Result<Value>>;
  body?: Body;
  input: (request: RestRequest<RunnerCaller>, body: z.output<Body>) => Input | Promise<Input>;
  present: (value: Value, request: RestRequest<RunnerCaller>) => Answer;
};

/** What a runner reports. No access token opens it, and a runner's token opens nothing else. */
export function runnerRoute<Input, Value, Body extends z.ZodType = z.ZodUndefined>(
  spec: RunnerRouteSpec<Input, Value, Body>,
): void {
  const { method } = spec;
  const path = runnerPrefix + spec.path;
  const serve = async (request: RestRequest<RunnerCaller>): Promise<Answer> => {
    const asked = await parseBody(request, spec.body);
    if (!asked.ok) return asked.answer;
    const result = await spec.act(request.caller, await spec.input(request, asked.body));
    return result.ok ? spec.present(result.value, request) : errorAnswer(result.error);
  };
  add(path, { kind: "runner", method, path, serve });
}

/** Answers anybody. Nothing that belongs to a tenant may be said here. */
export function publicRoute(method: Method, path: string, serve: (request: PublicRequest) => Promise<Answer>): void {
  add(path, { kind: "public", method, path, serve });
}

export type RouteMatch =
  | { kind: "route"; route: Route /** Still encoded. */; params: Params }
  | { kind: "wrong_method"; allowed: string[] }
  | { kind: "none" };

/** The route for a path as it came, still encoded. HEAD asks for what GET would answer. */
export function matchRoute(method: string, path: string): RouteMatch {
  const plain = path.length > 1 && path.endsWith("/") ? withoutTrailingSlashes(path) : path;
  const match = matchPlain(method, plain);
  return match.kind === "none" ? (matchSlashedCommit(method, plain) ?? match) : match;
}

function matchPlain(method: string, path: string): RouteMatch {
  const match = read(router.match(method === "HEAD" ? "GET" : method, path));
  if (match) return match;
  const allowed = methods.filter((other) => read(router.match(other, path)));
  if (allowed.length === 0) return { kind: "none" };
  return { kind: "wrong_method", allowed: allowed.flatMap((other) => (other === "GET" ? ["GET", "HEAD"] : [other])) };
}

const deepestName = 20;

/**
 * A commit may be named by a branch whose slashes stand as they are, and more may follow it: the shortest name is meant
 * with which the rest is an address.
 */
function matchSlashedCommit(method: string, path: string): RouteMatch | null {
  const [, before = "", place = ""] = /^(\/2\.0\/repositories\/[^/]+\/[^/]+\/commit\/)(.+)$/.exec(path) ?? [];
  const parts = place.split("/");
  for (let length = 2; length <= Math.min(parts.length, deepestName); length += 1) {
    const name = parts.slice(0, length);
    const match = matchPlain(method, [before + name.join("%2F"), ...parts.slice(length)].join("/"));
    if (match.kind === "route") return { ...match, params: { ...match.params, commit: name.join("/") } };
    if (match.kind === "wrong_method") return match;
  }
  return null;
}

const methods: readonly Method[] = ["GET", "POST", "PUT", "DELETE"];

function add(fullPath: string, route: Route): void {
  routes.push(route);
  router.add(route.method, patternOf(fullPath), route);
}

/** Names of refs, revisions, paths and what is compared are catch-alls: they hold slashes, raw or encoded. */
function patternOf(path: string): string {
  return path
    .replace(/\{commit\}\/\{path\}$/, ":path{.+}")
    .replace(/\{(name|revision|spec|revspec)\}$/, ":$1{.+}")
    .replace(/\{(\w+)\}/g, ":$1");
}

function read(matched: Matched<Route>): RouteMatch | null {
  const [handlers, values] = matched;
  const first = handlers[0];
  if (!first) return null;
  const [route, places] = first;
  if (!values) return { kind: "route", route, params: places as Params };
  const params: Params = {};
  for (const name in places) params[name] = values[places[name] as number] ?? "";
  return { kind: "route", route, params };
}
