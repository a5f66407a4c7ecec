import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type ServerOptions } from "@/server/create-server";

export type TestServer = {
  origin: string;
  /** The address for a git client, with the secret in it. */
  gitAddress: (path: string, secret: string, userName?: string) => string;
  /** Asks with a Bearer token, if one is given. */
  get: (path: string, secret?: string, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
};

/** The resource server in this process, on a free port of the loopback. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const server = createServer(options);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    gitAddress: (path, secret, userName = "x-token-auth") => `http://${userName}:${secret}@127.0.0.1:${port}/${path}`,
    get: (path, secret, init = {}) => {
      const headers = new Headers(init.headers);
      if (secret !== undefined) headers.set("authorization", `Bearer ${secret}`);
      return fetch(origin + path, { redirect: "manual", ...init, headers });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
