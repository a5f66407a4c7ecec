import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import type { Exchange } from "./exchange";
import { selectFields } from "./fields";

export type Answer = {
  status: number;
  /** Null where there is no content, and none is told of. */
  contentType: string | null;
  headers?: Readonly<Record<string, string>>;
  body: string | Buffer | StreamedBody | JsonBody;
};

/** Opened only where it will be sent. Its length is null where nobody knows it before its end. */
type StreamedBody = { open: () => Promise<Readable>; length: number | null };

/** `unlessAsked`: the fields, as paths with dots, that are left out unless `fields=` asks for them. */
type JsonBody = { json: unknown; unlessAsked: readonly string[] };

type JsonOptions = { headers?: Readonly<Record<string, string>>; unlessAsked?: readonly string[] };

export function json(value: unknown, status = 200, { headers, unlessAsked = [] }: JsonOptions = {}): Answer {
  return { status, contentType: "application/json; charset=utf-8", headers, body: { json: value, unlessAsked } };
}

export function text(body: string, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return { status, contentType: "text/plain; charset=utf-8", headers, body: `${body}\n` };
}

export function noContent(): Answer {
  return { status: 204, contentType: "text/plain; charset=utf-8", body: "" };
}

/** To a path of the same origin: behind a proxy nobody else knows what that is. */
export function redirect(location: string): Answer {
  return { status: 302, contentType: "text/plain; charset=utf-8", headers: { location }, body: "" };
}

/** Sends the answer. One to HEAD is the same without its body; Node leaves that out. */
export function send(exchange: Exchange, answer: Answer): void | Promise<void> {
  const { response, request } = exchange;
  if (response.headersSent || response.destroyed) return;
  const body = written(answer, exchange.query);
  const whole = typeof body === "string" || Buffer.isBuffer(body);
  if (whole || request.method === "HEAD") {
    writeHead(exchange, answer, typeof body === "string" ? Buffer.byteLength(body) : body.length);
    response.end(whole ? body : undefined);
    return;
  }
  return body.open().then((stream) => {
    if (!response.destroyed) writeHead(exchange, answer, body.length);
    // A client that leaves, or has left, ends the stream, and with it what feeds it.
    pipeline(stream, response, () => undefined);
  });
}

function written(answer: Answer, query: string): string | Buffer | StreamedBody {
  const { body } = answer;
  return typeof body === "string" || !("json" in body) ? body : writtenJson(body, answer.status, query);
}

/** JSON as it is sent: with the fields that the query asks for. A failure is always told whole. */
export function writtenJson({ json: value, unlessAsked }: JsonBody, status: number, query: string): string {
  const asked = status < 400 && query.includes("fields=") ? new URLSearchParams(query).get("fields") : null;
  if (asked === null && unlessAsked.length === 0) return JSON.stringify(value);
  return JSON.stringify(selectFields(value, asked ?? "", unlessAsked));
}

function writeHead({ headers, response }: Exchange, answer: Answer, length: number | null): void {
  if (answer.contentType !== null) headers.push("content-type", answer.contentType);
  headers.push("x-content-type-options", "nosniff");
  // RFC 9110, section 8.6: none where there can be no content.
  if (answer.status !== 204 && answer.status !== 304 && length !== null) headers.push("content-length", String(length));
  for (const name in answer.headers) headers.push(name, answer.headers[name] ?? "");
  response.writeHead(answer.status, headers);
}
