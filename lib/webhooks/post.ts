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
  body: unknown;
  /** Counts from 1. */
  attempt: number;
};

export class WebhookFailedError extends Error {
  override name = "WebhookFailedError";
}

/** Posts an event, signed over its bytes. Follows no redirect. Throws unless it's answered with 2xx in time. */
export async function postEvent(target: { url: string; secret: string }, event: WebhookEvent): Promise<void> {
  const url = new URL(target.url);
  const addresses = await targetsOf(url);
  const body = Buffer.from(JSON.stringify(event.body));
  const status = await post(url, addresses, body, {
    "content-type": "application/json; charset=utf-8",
    "content-length": body.length,
    "user-agent": "Latchkey-Webhooks",
    "x-event-key": event.key,
    "x-request-uuid": event.id,
    "x-attempt-number": event.attempt,
    "x-hub-signature": signatureOf(body, target.secret),
  });
  if (status < 200 || status > 299) throw new WebhookFailedError(`${url.host} answered ${status}.`);
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

function post(url: URL, addresses: Address[], body: Buffer, headers: http.OutgoingHttpHeaders): Promise<number> {
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
    outgoing.once("response", (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    outgoing.end(body);
  });
}

function reasonOf(error: Error, { host }: URL): string {
  if (error.name === "AbortError" || error.name === "TimeoutError") return `${host} didn’t answer in time.`;
  return `${host} can’t be reached: ${"code" in error ? error.code : error.message}.`;
}
