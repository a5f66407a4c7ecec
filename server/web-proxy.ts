import http, { type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { pipeline } from "node:stream";
import { log } from "@/lib/log";
import { send } from "./http/answer";
import { clientAddress } from "./http/client-address";
import { type Exchange, protocolOf } from "./http/exchange";
import { unavailablePage } from "./unavailable-page";

/** Hands requests for pages to the web process on its private socket, and its answers back, streaming both ways. */
export function webProxy(socketPath: string): (exchange: Exchange) => void {
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 32 });

  const forward = (exchange: Exchange, retried: boolean) => {
    const { request, response } = exchange;
    const upstream = http.request({
      socketPath,
      agent,
      method: request.method,
      path: exchange.query === "" ? exchange.path : `${exchange.path}?${exchange.query}`,
      headers: requestHeaders(exchange),
    });
    upstream.once("response", (answer) => {
      response.writeHead(answer.statusCode ?? 502, [...answerHeaders(answer), "x-request-id", exchange.id]);
      pipeline(answer, response, () => undefined);
    });
    upstream.once("error", (error) => {
      if (response.headersSent || response.destroyed) return response.destroy();
      // A kept connection may have been closed under our hands; what asks for nothing but an answer is asked again.
      if (upstream.reusedSocket && !retried && !hasBody(request)) return forward(exchange, true);
      log.warn({ request: exchange.id, error }, "the web process can't be reached");
      sendUnavailable(exchange);
    });
    response.once("close", () => upstream.destroy());
    if (hasBody(request)) pipeline(request, upstream, () => undefined);
    else upstream.end();
  };

  return (exchange) => forward(exchange, false);
}

export function sendUnavailable(exchange: Exchange): void {
  const wantsPage = exchange.request.headers.accept?.includes("text/html") ?? false;
  send(exchange, {
    status: 503,
    contentType: wantsPage ? "text/html; charset=utf-8" : "text/plain; charset=utf-8",
    headers: {
      "retry-after": "5",
      "cache-control": "no-store",
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
      "x-content-type-options": "nosniff",
    },
    body: wantsPage ? unavailablePage : "The pages of Latchkey can't be shown right now. Try again in a moment.\n",
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Of one connection, not of the message (RFC 9110, section 7.6.1). */
const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
]);

/** What a client must not say: a token to the pages, or what only the server in front knows. */
function isOurs(name: string): boolean {
  return (
    name === "authorization" ||
    name === "forwarded" ||
    name === "x-real-ip" ||
    name === "x-request-id" ||
    name.startsWith("x-forwarded-") ||
    name.startsWith("x-middleware-") ||
    name.startsWith("x-nextjs-rewrite") ||
    name === "x-invoke-path" ||
    name === "x-matched-path"
  );
}

function requestHeaders({ request, id }: Exchange): IncomingHttpHeaders {
  const named = namedByConnection(request.headers.connection);
  const headers: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(request.headersDistinct)) {
    if (hopByHop.has(name) || isOurs(name) || named.has(name)) continue;
    headers[name] = name === "cookie" ? value?.join("; ") : value?.length === 1 ? value[0] : value;
  }
  if (request.headers["transfer-encoding"] !== undefined) headers["transfer-encoding"] = "chunked";
  headers["x-forwarded-host"] = request.headers.host;
  headers["x-forwarded-proto"] = protocolOf(request);
  headers["x-forwarded-for"] = clientAddress(request) ?? "";
  headers["x-request-id"] = id;
  return headers;
}

function answerHeaders(answer: IncomingMessage): string[] {
  const named = namedByConnection(answer.headers.connection);
  const headers: string[] = [];
  for (let at = 0; at + 1 < answer.rawHeaders.length; at += 2) {
    const name = answer.rawHeaders[at] ?? "";
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || named.has(lower) || lower === "x-request-id") continue;
    headers.push(name, answer.rawHeaders[at + 1] ?? "");
  }
  return headers;
}

function namedByConnection(header: string | undefined): Set<string> {
  return new Set(header?.split(",").map((name) => name.trim().toLowerCase()));
}
