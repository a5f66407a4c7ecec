import { createHmac } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { env } from "../env";
import { type Address, addressesOf, PrivateAddressError, publicAddresses } from "./public-addresses";

const patienceMs = 10_000;

export type WebhookEvent = {
  /** The same for each try. */
  id: string;
  /** Such as `access_token:expired`. */
  key: string;
  /** JSON. */
  body: string;
  /** Counts from 1. */
  attempt: number;
};

export type WebhookTarget = {
  url: string;
  /** What signs the body; null: it isn't signed. */
  secret: string | null;
  /** The webhook's id, where it has one. */
  id?: string;
};

/** What receivers of published events compare with, to the letter, before they read one. */
const publishedAgent = "Bitbucket-Webhooks/2.0";
const ownAgent = "Latchkey-Webhooks";

/** What a target said, as much of it as is kept. */
export type WebhookAnswer = { status: number; body: string };

export class WebhookFailedError extends Error {
  override name = "WebhookFailedError";

  constructor(
    message: string,
    /** Null where there was none. */
    readonly answer: WebhookAnswer | null = null,
  ) {
    super(message);
  }
}

/** Posts an event, signed over its bytes. Follows no redirect. Throws unless it's answered with 2xx in time. */
export async function postEvent(target: WebhookTarget, event: WebhookEvent): Promise<WebhookAnswer> {
  const url = new URL(target.url);
  const addresses = await targetsOf(url);
  const body = Buffer.from(event.body);
  const answer = await post(url, addresses, body, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "user-agent": target.id === undefined ? ownAgent : publishedAgent,
    "x-event-key": event.key,
    "x-request-uuid": event.id,
    "x-attempt-number": event.attempt,
    ...(target.id === undefined ? {} : { "x-hook-uuid": target.id }),
    ...(target.secret === null ? {} : { "x-hub-signature": signatureOf(body, target.secret) }),
  });
  const { status } = answer;
  if (status < 200 || status > 299) throw new WebhookFailedError(`${url.host} answered ${status}.`, answer);
  return answer;
}

async function targetsOf(url: URL): Promise<Address[]> {
  try {
    return await (env.allowsPrivateWebhooks ? addressesOf(url.hostname) : publicAddresses(url.hostname));
  } catch (error) {
    if (error instanceof PrivateAddressError) throw new WebhookFailedError(error.message);
    throw new WebhookFailedError(`${url.host} is not found.`);
  }
}

/** The way that receivers of webhooks check: HMAC-SHA-256 of the body, in hex. */
export function signatureOf(body: Buffer, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** Of an answer's body, as much as helps to see what was wrong. */
const keptBytes = 10_000;

function post(url: URL, addresses: Address[], body: Buffer, headers: http.OutgoingHttpHeaders): Promise<WebhookAnswer> {
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: "POST",
      headers,
      agent: false,
      signal: AbortSignal.timeout(patienceMs),
      // Of what was checked, and not looked up again: a name may point elsewhere by now.
      lookup: (_host, options, found) => {
        const [first] = addresses;
        if (options.all) found(null, addresses);
        else found(null, first?.address ?? "", first?.family);
      },
    });
    outgoing.once("error", (error) => reject(new WebhookFailedError(reasonOf(error, url))));
    // Nobody asked for another protocol. Without a listener Node drops the connection, and tells of no error.
    outgoing.once("upgrade", (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, body: "" });
    });
    outgoing.once("response", (answer) => {
      const kept: Buffer[] = [];
      let size = 0;
      // Whoever has said 200 has heard of it, even where the rest of the answer doesn't come.
      const done = () => {
        const text = Buffer.concat(kept).subarray(0, keptBytes).toString("utf8").replaceAll("\0", "\uFFFD");
        resolve({ status: answer.statusCode ?? 0, body: text });
        answer.destroy();
      };
      answer.on("data", (chunk: Buffer) => {
        kept.push(chunk);
        size += chunk.length;
        if (size >= keptBytes) done();
      });
      answer.once("end", done);
      answer.once("error", done);
    });
    outgoing.end(body);
  });
}

function reasonOf(error: Error, { host }: URL): string {
  if (error.name === "AbortError" || error.name === "TimeoutError") return `${host} didn’t answer in time.`;
  return `${host} can’t be reached: ${"code" in error ? error.code : error.message}.`;
}
