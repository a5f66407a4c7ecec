import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import next from "next";
import { pathHeader } from "@/app/_session/path-header";
import { startChores } from "@/lib/chores/run";
import { env } from "@/lib/env";
import { flushLog, log } from "@/lib/log";
import { endWithSupervisor } from "./child";
import { lacksDatabase, makeUnavailable } from "./unavailable";

// The pages, on a private socket: only the resource server in front talks to it.
if (!env.webSocket) throw new Error("LATCHKEY_WEB_SOCKET is not set. The web process is started by `npm start`.");

// next-auth takes the origin that was asked from the headers that the resource server sets.
process.env.AUTH_TRUST_HOST = "1";
process.env.NEXT_TELEMETRY_DISABLED = "1";

// What Next and its libraries tell the console goes through the filter that every line of the log goes through.
console.log = console.info = (...parts) => log.debug(format(...parts));
console.warn = (...parts) => log.warn(format(...parts));
console.error = (...parts) => log.error(format(...parts));
process.once("exit", flushLog);

const app = next({ dev: false, dir: fileURLToPath(new URL("..", import.meta.url)) });
await app.prepare();
const handle = app.getRequestHandler();

const rawBytes = /^\/[^/]+\/[^/]+\/(raw|diff)\//;

const server = createServer((request, response) => {
  answer(request, response).catch((error) => response.destroy(error));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // Next puts the nonce that it reads here into its own inline scripts.
  const policy = contentSecurityPolicy(randomBytes(16).toString("base64"));
  request.headers["content-security-policy"] = policy;
  // The bytes of pushed files, and differences of them, come with a stricter one, which Next wouldn't put in place of this.
  if (!rawBytes.test(request.url ?? "")) response.setHeader("content-security-policy", policy);
  request.headers[pathHeader] = request.url;
  if ((await lacksDatabase(request)) && makeUnavailable(request, response) === "answered") return;
  await handle(request, response);
}

// The socket, and whatever else this process makes, is for this account alone.
process.umask(0o077);
rmSync(env.webSocket, { force: true });
server.listen(env.webSocket, () => process.send?.("ready"));

// Here rather than in the resource server: jobs wait for other machines, and must not take memory or turns from requests.
const stopChores = startChores();

endWithSupervisor(async () => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.all([closed, stopChores()]);
});

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    // Positions of menus and dialogs, and colours of code, are style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
