import { anyScope } from "@/lib/authorization/can";
import type { AccessTokenPrincipal } from "@/lib/authorization/principal";
import { isUnavailable } from "@/lib/errors";
import { GitBusyError, GitError, GitOutputError, GitTimeoutError } from "@/lib/git/run";
import { log } from "@/lib/log";
import { findRepository } from "@/lib/repositories/find";
import { verifyRunnerToken } from "@/lib/runners/verify";
import { recordUsage } from "@/lib/token-usage/record";
import type { Turns } from "../git/turns";
import { type Answer, send } from "../http/answer";
import { authenticate, bearerToken, tokenHeaders } from "../http/authenticate";
import { takeBody } from "../http/body";
import { crossOriginHeaders, crossOriginPermission } from "../http/cross-origin";
import {
  badAddress,
  badUpload,
  bodyTooLarge,
  bug,
  busy,
  closedToTokens,
  errorAnswer,
  noSuchPath,
  rateExceeded,
  tooMuchToList,
  unauthenticated,
  unavailable,
  wrongMethod,
} from "../http/error-response";
import { addressOf, callerOf, clientOf, type Exchange, originOf } from "../http/exchange";
import { matchRoute, RestRequest, type Route, type RouteMatch, restPrefix } from "../http/operation-route";
import { takeRate } from "../http/rate";
import { UploadError } from "../http/upload";

/** Answers a request to the REST API, or to one of the open routes. */
export function serveRest(exchange: Exchange, turns: Turns): void {
  // What isn't published, metrics above all, is no other site's to read.
  if (exchange.path.startsWith(restPrefix)) exchange.headers.push(...crossOriginHeaders);
  const answerWith = (answer: Answer) => send(exchange, withTurn(exchange, withCaching(answer), turns));
  answerTo(exchange)
    .then(answerWith)
    .catch((error: unknown) => answerWith(answerToFailure(exchange, error)));
}

/** What is streamed takes a turn of its token, as clones and archives do: whoever reads slowly keeps nobody else from reading. */
function withTurn({ principal }: Exchange, answer: Answer, turns: Turns): Answer {
  const { body } = answer;
  if (!principal || typeof body === "string" || !("open" in body)) return answer;
  return { ...answer, body: { ...body, open: () => turns.open(principal.accessTokenId, body.open) } };
}

/** What has a tag the client may keep, and no cache on the way: it asks each time, and its token is judged. The rest is kept by nobody. */
function withCaching(answer: Answer): Answer {
  const caching = answer.headers?.etag === undefined ? keptByNobody : askedForAgain;
  return { ...answer, headers: { ...answer.headers, ...caching } };
}

const keptByNobody = { "cache-control": "no-store" };
const askedForAgain = { "cache-control": "private, no-cache", vary: "Authorization" };

async function answerTo(exchange: Exchange): Promise<Answer> {
  const { request } = exchange;
  const match = matchRoute(request.method ?? "", exchange.path);
  const body = bodyFor(exchange, match);
  if (body === null) return bodyTooLarge();
  if (match.kind === "none") return noSuchPath();
  if (match.kind === "wrong_method") {
    return request.method === "OPTIONS" ? crossOriginPermission(match.allowed) : wrongMethod(match.allowed);
  }
  const { route } = match;
  if (route.kind === "public") {
    exchange.entrance = "open";
    const header = (name: string) => String(request.headers[name] ?? "");
    const caller = { address: addressOf(exchange), requestId: exchange.id };
    return route.serve({ caller, header, origin: originOf(exchange), body: body() });
  }
  const params = exchange.path.includes("%") ? decoded(match.params) : match.params;
  if (!params || encodedControl.test(exchange.query)) {
    return badAddress("The address holds characters that don't belong in one.");
  }
  const header = request.headers.authorization;
  const token = bearerToken(header);
  if (route.kind === "runner") {
    const runner = token === null ? null : await verifyRunnerToken(token, addressOf(exchange));
    if (!runner) return unauthenticated(header !== undefined);
    return route.serve(new RestRequest(exchange, callerOf(exchange, runner), params, body));
  }
  const scope = route.kind === "operation" && route.scope !== anyScope ? route.scope : "";
  const principal = token === null ? null : await authenticate(exchange, token, route.name, scope);
  if (!principal) return unauthenticated(header !== undefined);
  exchange.principal = principal;
  exchange.headers.push(...tokenHeaders(principal));
  const asked = new RestRequest(exchange, callerOf(exchange, principal), params, body);
  try {
    return await answerToToken(exchange, principal, route, asked);
  } finally {
    const { address } = asked.caller;
    recordUsage({
      principal,
      address,
      client: clientOf(exchange),
      operation: route.name,
      scope,
      outcome: asked.outcome,
    });
  }
}

async function answerToToken(
  exchange: Exchange,
  principal: AccessTokenPrincipal,
  route: Exclude<Route, { kind: "public" | "runner" }>,
  asked: RestRequest,
): Promise<Answer> {
  if (isRated(route.path)) {
    const rate = await takeRate(exchange, principal, "api");
    if (rate && !rate.allowed) {
      asked.outcome = "rate";
      return rateExceeded(rate.secondsLeft);
    }
  }
  if (route.kind === "closed") {
    asked.outcome = "closed";
    return closedToTokens();
  }
  if (route.kind === "operation" && route.scope !== anyScope)
    exchange.headers.push("x-accepted-oauth-scopes", route.scope);
  try {
    return await route.serve(asked);
  } catch (error) {
    if (error instanceof GitOutputError && route.method === "GET") return tooMuchToList();
    // What is deleted meanwhile makes git fail, and what is written about it. Read once more, it is not there.
    if (error instanceof GitError && !(error instanceof GitTimeoutError) && route.method === "GET") {
      return route.serve(asked);
    }
    if (isUnavailable(error) || !(await isGone(asked))) throw error;
    return errorAnswer({ code: "not_found", what: "repository", name: asked.params.repo_slug ?? "" });
  }
}

async function isGone({ params }: RestRequest): Promise<boolean> {
  const { workspace, repo_slug: repository } = params;
  if (workspace === undefined || repository === undefined) return false;
  return (await findRepository(workspace, repository)) === null;
}

/** What reads the body, or null where it is too large. */
function bodyFor({ request, headers }: Exchange, match: RouteMatch): (() => Promise<Buffer | null>) | null {
  const route = match.kind === "route" ? match.route : null;
  if (route?.kind === "operation" && route.rawBody) {
    // What a route takes in by itself may stay unread where it is refused: the connection then has to end.
    headers.push("connection", "close");
    return async () => null;
  }
  const body = takeBody(request);
  const isRead = route?.kind === "runner" || (route?.kind === "operation" && route.body !== null);
  if (!body || !isRead) return body;
  // Nothing of it may be missed while the token is looked up.
  const read = body();
  return () => read;
}

/** The published API counts what lies beneath this path, and nothing else. */
function isRated(path: string): boolean {
  return path.startsWith("/repositories");
}

const encodedControl = /%(?:[01][\da-f]|7f)/i;

function answerToFailure(exchange: Exchange, error: unknown): Answer {
  if (isUnavailable(error)) {
    log.warn({ request: exchange.id, error }, "the database can't be reached");
    return unavailable();
  }
  if (error instanceof GitBusyError) return busy();
  if (error instanceof UploadError) return badUpload(error.status, error.message);
  log.error({ request: exchange.id, error }, "a request failed");
  return bug(exchange.id);
}

/** The values, or null where one is not text: broken UTF-8, or control characters. A file's name may hold those. */
function decoded(params: Record<string, string>): Record<string, string> | null {
  const values: Record<string, string> = {};
  for (const name in params) {
    try {
      const value = decodeURIComponent(params[name] ?? "");
      // The links of pull requests part two commits with a carriage return.
      const text = name === "spec" ? value.replace("\r", "") : value;
      if (name === "path" ? text.includes("\0") : /\p{Cc}/u.test(text)) return null;
      values[name] = value;
    } catch {
      return null;
    }
  }
  return values;
}
