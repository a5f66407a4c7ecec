import { recordUse } from "@/lib/access-tokens/last-use";
import { anyScope } from "@/lib/authorization/can";
import { isUnavailable } from "@/lib/errors";
import { GitBusyError, GitError } from "@/lib/git/run";
import { log } from "@/lib/log";
import { type Answer, send } from "../http/answer";
import { authenticate, bearerToken, tokenHeaders } from "../http/authenticate";
import {
  badAddress,
  bodyTooLarge,
  bug,
  busy,
  closedToTokens,
  noSuchPath,
  unauthenticated,
  unavailable,
  wrongMethod,
} from "../http/error-response";
import { callerOf, type Exchange } from "../http/exchange";
import { matchRoute, RestRequest } from "../http/operation-route";

/** Answers a request to the REST API, or to one of the open routes. */
export function serveRest(exchange: Exchange): void {
  exchange.headers.push("cache-control", "no-store");
  answerTo(exchange)
    .then((answer) => send(exchange, answer))
    .catch((error: unknown) => send(exchange, answerToFailure(exchange, error)));
}

async function answerTo(exchange: Exchange): Promise<Answer> {
  const { request } = exchange;
  if (hasTooLargeBody(exchange)) return bodyTooLarge();
  const match = matchRoute(request.method ?? "", exchange.path);
  if (match.kind === "none") return noSuchPath();
  if (match.kind === "wrong_method") return wrongMethod(match.allowed);
  const { route } = match;
  if (route.kind === "public") {
    exchange.entrance = "open";
    return route.serve();
  }
  const params = exchange.path.includes("%") ? decoded(match.params) : match.params;
  if (!params || encodedControl.test(exchange.query)) {
    return badAddress("The address holds characters that don't belong in one.");
  }
  const header = request.headers.authorization;
  const token = bearerToken(header);
  const principal = token === null ? null : await authenticate(token);
  if (!principal) return unauthenticated(header !== undefined);
  recordUse(principal.accessTokenId);
  exchange.principal = principal;
  exchange.headers.push(...tokenHeaders(principal));
  if (route.kind === "closed") return closedToTokens();
  if (route.scope !== anyScope) exchange.headers.push("x-accepted-oauth-scopes", route.scope);
  const asked = new RestRequest(exchange, callerOf(exchange, principal), params);
  try {
    return await route.serve(asked);
  } catch (error) {
    // A repository that is deleted while git reads it makes git fail. Asked once more, it is not found.
    if (error instanceof GitError && route.method === "GET") return route.serve(asked);
    throw error;
  }
}

const encodedControl = /%(?:[01][\da-f]|7f)/i;

function answerToFailure(exchange: Exchange, error: unknown): Answer {
  if (isUnavailable(error)) {
    log.warn({ request: exchange.id, error }, "the database can't be reached");
    return unavailable();
  }
  if (error instanceof GitBusyError) return busy();
  log.error({ request: exchange.id, error }, "a request failed");
  return bug(exchange.id);
}

/** The values, or null where one is not text: broken UTF-8, or control characters. */
function decoded(params: Record<string, string>): Record<string, string> | null {
  const values: Record<string, string> = {};
  for (const name in params) {
    try {
      const value = decodeURIComponent(params[name] ?? "");
      if (/\p{Cc}/u.test(value)) return null;
      values[name] = value;
    } catch {
      return null;
    }
  }
  return values;
}

const largestBody = 1024 * 1024;

/** Says whether the announced body is too large, and cuts off one that grows to be. Routes so far read none. */
function hasTooLargeBody({ request }: Exchange): boolean {
  const announced = request.headers["content-length"];
  if (announced === undefined && request.headers["transfer-encoding"] === undefined) return false;
  if (Number(announced ?? 0) > largestBody) return true;
  let received = 0;
  request.on("data", (chunk: Buffer) => {
    received += chunk.length;
    if (received > largestBody) request.destroy();
  });
  return false;
}
