import { Agent, request } from "node:http";

export type Request = {
  method?: string;
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
};
export type Response = { status: number; headers: Readonly<Record<string, string>>; body: string };

/** Many requests over a fixed number of kept connections. */
export class HttpClient {
  private readonly agent: Agent;

  private readonly origin: URL;

  constructor(origin: string, connections: number) {
    this.origin = new URL(origin);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  send({ method = "GET", path, headers = {}, body }: Request): Promise<Response> {
    return new Promise((resolve, reject) => {
      // Node sends what has no length without saying where it ends, unless the method is one that it knows bodies of.
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      // Not as one address: that would be tidied up, and `..` lead elsewhere.
      const { hostname, port } = this.origin;
      const options = { hostname, port, path, method, headers: { ...headers, ...length }, agent: this.agent };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      });
      sent.on("error", reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

export function bearer(secret: string): Record<string, string> {
  return { authorization: `Bearer ${secret}` };
}

export function basic(secret: string, user = "x-token-auth"): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}` };
}

/** Does the work for each item, so many at once; the results in the items' order. */
export async function mapAtOnce<Item, Value>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const results: Value[] = [];
  const entries = items.entries();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const [index, item] of entries) results[index] = await work(item);
  });
  await Promise.all(workers);
  return results;
}
