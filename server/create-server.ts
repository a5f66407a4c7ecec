import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import "./api/access-token";
import "./api/leaks";
import "./api/oauth";
import { archiveRequestOf, archives } from "./git/archive";
import "./api/runner";
import { gitRequestOf } from "./git/request";
import { smartHttp } from "./git/smart-http";
import { type TurnLimits, Turns } from "./git/turns";
import "./health";
import { send, text } from "./http/answer";
import { badAddress } from "./http/error-response";
import { type Exchange, isWellFormed, openExchange } from "./http/exchange";
import { restPrefix, routes, runnerPrefix } from "./http/operation-route";
import "./openapi/route";
import "./rest/branch-restrictions";
import "./rest/branching-models";
import "./rest/closed";
import "./rest/commit-comments";
import "./rest/commits";
import "./rest/default-reviewers";
import "./rest/diffs";
import "./rest/environments";
import "./rest/forks";
import "./rest/members";
import "./rest/pipelines";
import "./rest/projects";
import "./rest/pull-request-comments";
import "./rest/pull-requests";
import "./rest/refs";
import "./rest/reports";
import "./rest/repositories";
import "./rest/runners";
import { serveRest } from "./rest/serve";
import "./rest/src";
import "./rest/statuses";
import "./rest/variables";
import "./rest/webhooks";
import "./rest/workspaces";
import { sendUnavailable, webProxy } from "./web-proxy";

export type ServerOptions = {
  /** Where the web process listens; without it pages are answered with 503. */
  webSocket?: string;
  git?: Partial<TurnLimits & { idleMs: number }>;
};

/** The resource server, not yet listening: REST, git, health, and pages by way of the web process. */
export function createServer({ webSocket, git }: ServerOptions = {}): Server {
  const limits = { processes: 64, perToken: 16, waitMs: 5_000, idleMs: 120_000, ...git };
  const turns = new Turns(limits);
  const serveGit = smartHttp(turns, limits);
  const serveArchive = archives(turns);
  const serveWeb = webSocket === undefined ? sendUnavailable : webProxy(webSocket);
  const ownPaths = new Set(
    routes.flatMap(({ kind, path }) => (kind === "public" || kind === "own_token" ? [path] : [])),
  );

  const server = http.createServer(connectionLimits, (request: IncomingMessage, response: ServerResponse) => {
    const exchange = openExchange(request, response);
    const { path } = exchange;
    const isRest = path === restPrefix || path.startsWith(`${restPrefix}/`);
    if (!isWellFormed(exchange)) {
      const reason = "That is no address that a server can be asked for.";
      return isRest ? send(exchange, badAddress(reason)) : refuse(exchange, reason);
    }
    if (isRest || ownPaths.has(path) || path.startsWith(`${runnerPrefix}/`)) {
      exchange.entrance = "rest";
      return serveRest(exchange, turns);
    }
    const gitRequest = gitRequestOf(exchange);
    if (gitRequest) return serveGit(exchange, gitRequest);
    const archiveRequest = archiveRequestOf(exchange);
    if (archiveRequest) return serveArchive(exchange, archiveRequest);
    if (/websocket/i.test(request.headers.upgrade ?? "")) return refuse(exchange, "There are no web sockets here.");
    serveWeb(exchange);
  });
  // A push takes as long as it takes; what hangs is found by its silence.
  server.requestTimeout = 0;
  server.timeout = 150_000;
  server.on("clientError", answerBrokenRequest);
  return server;
}

const connectionLimits: http.ServerOptions = {
  maxHeaderSize: 16 * 1024,
  // Refused by our own hand, with a content type.
  requireHostHeader: false,
  headersTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
};

function refuse(exchange: Exchange, reason: string): void {
  send(exchange, text(reason, 400, { connection: "close" }));
}

/** What couldn't be read as HTTP has no exchange; it gets its status and goes. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status =
    error.code === "HPE_HEADER_OVERFLOW"
      ? "431 Request Header Fields Too Large"
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? "408 Request Timeout"
        : "400 Bad Request";
  socket.end(`HTTP/1.1 ${status}\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n\r\n${status}\n`);
}
