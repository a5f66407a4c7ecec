import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import type { AccessTokenPrincipal, Caller, RunnerPrincipal } from "@/lib/authorization/principal";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { countRequest, type Entrance } from "../metrics";
import { clientAddress } from "./client-address";

/** A request with its answer, and what is known of them. */
export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  id: string;
  entrance: Entrance;
  /** As it came, still percent-encoded, without the query. */
  path: string;
  /** As it came, without the question mark. */
  query: string;
  principal: AccessTokenPrincipal | null;
  /** Not yet looked for: undefined. See `addressOf`. */
  address: string | null | undefined;
  /** What every answer to it carries, as pairs of names and values. */
  headers: string[];
  startedAt: number;
};

/** Begins the exchange of a request. */
export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const asked = request.url ?? "/";
  // A proxy's absolute form means the same (RFC 9112, section 3.2.2).
  const target = asked.startsWith("/") ? asked : asked.replace(/^https?:\/\/[^/?]*/i, "");
  const mark = target.indexOf("?");
  const id = newRequestId();
  const exchange: Exchange = {
    request,
    response,
    id,
    entrance: "web",
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? "" : target.slice(mark + 1),
    principal: null,
    address: undefined,
    headers: ["x-request-id", id],
    startedAt: performance.now(),
  };
  response.on("close", () => closeExchange(exchange));
  return exchange;
}

/** Whether the target and host are such as a server can be asked for. */
export function isWellFormed({ request, path, query }: Exchange): boolean {
  // HTTP/1.0 knows no hosts; checks of health still speak it.
  const host = request.headers.host ?? (request.httpVersion === "1.0" ? "localhost" : "");
  return (
    path.startsWith("/") &&
    !malformedEscape.test(path) &&
    !malformedEscape.test(query) &&
    (host === lastGoodHost || isHost(host)) &&
    namesOneHost(request.rawHeaders)
  );
}

/** Half an escape, or an escaped NUL. */
const malformedEscape = /%(?![0-9a-f]{2})|%00/i;
let lastGoodHost = "";

function isHost(host: string): boolean {
  if (!/^(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.test(host)) return false;
  lastGoodHost = host;
  return true;
}

/** A proxy in front may have gone by the second (RFC 9112, section 3.2); Node tells the first alone. */
function namesOneHost(headers: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < headers.length; at += 2) {
    const name = headers[at];
    if (name?.length === 4 && name.toLowerCase() === "host") hosts += 1;
  }
  return hosts < 2;
}

/** Where the client reached us, for links: LATCHKEY_PUBLIC_URL where it's set. */
export function originOf({ request }: Exchange): string {
  return env.publicUrl ?? `${protocolOf(request)}://${request.headers.host ?? "localhost"}`;
}

export function protocolOf(request: IncomingMessage): "http" | "https" {
  if (env.publicUrl && new URL(env.publicUrl).host === request.headers.host) {
    return env.publicUrl.startsWith("https:") ? "https" : "http";
  }
  return (request.socket as Partial<TLSSocket>).encrypted ? "https" : "http";
}

/** The client's address, past the proxies that are trusted; null where it isn't known. */
export function addressOf(exchange: Exchange): string | null {
  if (exchange.address === undefined) exchange.address = clientAddress(exchange.request);
  return exchange.address;
}

/** What the client calls itself. */
export function clientOf({ request }: Exchange): string {
  return request.headers["user-agent"] ?? "";
}

export type TokenCaller = Caller & { principal: AccessTokenPrincipal };

export function callerOf<By extends AccessTokenPrincipal | RunnerPrincipal>(
  exchange: Exchange,
  principal: By,
): Caller & { principal: By } {
  return { principal, address: addressOf(exchange), requestId: exchange.id };
}

/** One line and one count for each exchange: what was asked, never with its query, and by whom. */
function closeExchange(exchange: Exchange): void {
  const { request, response, id, entrance, path, principal } = exchange;
  const ms = performance.now() - exchange.startedAt;
  countRequest(entrance, response.statusCode, ms);
  if (!log.isLevelEnabled("info")) return;
  log.info({
    request: id,
    method: request.method,
    path,
    status: response.statusCode,
    ms: Math.round(ms * 10) / 10,
    ...(principal ? { principal: principal.kind, token: principal.accessTokenId } : undefined),
    ...(response.writableFinished ? undefined : { aborted: true }),
  });
}

const processPart = randomBytes(6).toString("hex");
let requests = 0;

/** Unique without asking the system for randomness each time. */
function newRequestId(): string {
  requests += 1;
  return `${processPart}-${requests.toString(36)}`;
}
