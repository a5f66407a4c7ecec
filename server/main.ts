import type { AddressInfo } from "node:net";
import { closeConnections } from "@/lib/close-connections";
import { env } from "@/lib/env";
import { flushLog, log } from "@/lib/log";
import { flushUsageRegularly } from "@/lib/token-usage/flush-regularly";
import { createServer } from "./create-server";
import { gracefulStop } from "./graceful-stop";

const stopWithinMs = 30_000;

const server = createServer({ webSocket: env.webSocket });
const stopServer = gracefulStop(server, stopWithinMs);

server.once("error", (error) => {
  log.fatal({ error }, "the server can't listen");
  flushLog();
  process.exit(1);
});
server.listen(env.port, env.host, () => {
  const { port } = server.address() as AddressInfo;
  log.info({ host: env.host, port }, "listening");
  process.send?.({ ready: true, port });
});

const endUsageFlushing = flushUsageRegularly();

let stopping = false;

/** Accepts nothing new, lets what is under way finish, writes what is still in memory, and ends. */
async function stop(reason: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, "stopping");
  await stopServer();
  await endUsageFlushing();
  await closeConnections();
  log.info("stopped");
  flushLog();
  process.exit(0);
}

process.once("SIGTERM", () => void stop("SIGTERM"));
// With a supervisor a Ctrl-C reaches both; then it's the supervisor that says when.
if (process.send) process.on("SIGINT", () => undefined);
else process.once("SIGINT", () => void stop("SIGINT"));
process.once("disconnect", () => void stop("the supervisor is gone"));
