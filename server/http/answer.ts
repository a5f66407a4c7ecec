import type { Readable } from "node:stream";
import { pipeline } from "node:stream";
import type { Exchange } from "./exchange";

export type Answer = {
  status: number;
  contentType: string;
  headers?: Readonly<Record<string, string>>;
  /** A stream comes with its length, and is opened only where it will be sent. */
  body: string | Buffer | { open: () => Promise<Readable>; length: number };
};

export function json(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return { status, contentType: "application/json; charset=utf-8", headers, body: JSON.stringify(value) };
}

export function text(body: string, status = 200, headers?: Readonly<Record<string, string>>): Answer {
  return { status, contentType: "text/plain; charset=utf-8", headers, body: `${body}\n` };
}

export function noContent(): Answer {
  return { status: 204, contentType: "text/plain; charset=utf-8", body: "" };
}

/** Sends the answer. One to HEAD is the same without its body; Node leaves that out. */
export function send(exchange: Exchange, answer: Answer): void | Promise<void> {
  const { response, request } = exchange;
  if (response.headersSent || response.destroyed) return;
  const { body } = answer;
  const whole = typeof body === "string" || Buffer.isBuffer(body);
  if (whole || request.method === "HEAD") {
    writeHead(exchange, answer);
    response.end(whole ? body : undefined);
    return;
  }
  return body.open().then((stream) => {
    if (!response.destroyed) writeHead(exchange, answer);
    // A client that leaves, or has left, ends the stream, and with it what feeds it.
    pipeline(stream, response, () => undefined);
  });
}

function writeHead({ headers, response }: Exchange, answer: Answer): void {
  const { body } = answer;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  headers.push("content-type", answer.contentType, "x-content-type-options", "nosniff");
  // RFC 9110, section 8.6: none where there can be no content.
  if (answer.status !== 204) headers.push("content-length", String(length));
  for (const name in answer.headers) headers.push(name, answer.headers[name] ?? "");
  response.writeHead(answer.status, headers);
}
