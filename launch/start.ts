import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type EmbeddedDatabase, embeddedDatabaseUrl, freePort, openEmbeddedDatabase } from "@/db/embedded";
import { env } from "@/lib/env";
import { DataFolderLock, takeDataFolder } from "./lock";
import type { Preparation } from "./prepare";
import { PreparingProcess } from "./preparing-process";
import { serverFlags } from "./server-flags";
import { Supervised } from "./supervised";

// The one process that starts and stops all others: the database where it's embedded, the pages, the resource server.

let lock: DataFolderLock | null = null;
let opening: Promise<EmbeddedDatabase> | null = null;
let preparing: PreparingProcess | null = null;
let children: { server: Supervised; web: Supervised } | null = null;
let socketFolder: string | null = null;
let stopping = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
if (env.runByNpm) stopWithParent();
try {
  await start();
} catch (error) {
  // While it stops, whatever waited for something fails; that is no news.
  if (!stopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function start(): Promise<void> {
  makeDataFolder();
  const port = env.port === 0 ? await freePort(env.host) : env.port;
  const origin = `http://${env.host.includes(":") ? `[${env.host}]` : env.host}:${port}`;
  const taken = await takeDataFolder(env.dataDir, origin);
  if (!(taken instanceof DataFolderLock)) {
    throw new Error(`Latchkey runs on ${env.dataDir} already (process ${taken.process.pid}): ${taken.origin}`);
  }
  lock = taken;
  await refuseTakenPort(port);

  const databasePort = env.databaseUrl ? 0 : await freePort("127.0.0.1");
  let databaseUrl = env.databaseUrl ?? embeddedDatabaseUrl(env.dataDir, databasePort);
  const environment = () => ({
    ...process.env,
    NODE_ENV: "production" as const,
    DATABASE_URL: databaseUrl,
    LATCHKEY_DATA_DIR: env.dataDir,
    LATCHKEY_WEB_SOCKET: webSocket,
    HOST: env.host,
    PORT: String(port),
  });
  const webSocket = chooseWebSocket();
  const output = chooseOutput();
  const pids = new Map<string, number>();
  const supervise = (name: string, bundle: string, flags: readonly string[] = []) =>
    new Supervised({
      name,
      bundle,
      flags,
      environment,
      output,
      changed: (pid) => {
        if (pid === null) pids.delete(name);
        else pids.set(name, pid);
        if (!stopping) lock?.noteChildren([...pids.values()]);
      },
    });
  children = {
    web: supervise("web process", "web.js"),
    server: supervise("resource server", "server.js", serverFlags),
  };
  const { web, server } = children;
  // Before there is a database: nobody asks it for a page yet, and it takes longest to begin.
  const webStarts = web.start();
  // Told of where it's waited for.
  webStarts.catch(() => undefined);

  if (!env.databaseUrl) {
    const opened = await startDatabase(databasePort);
    if (stopping) return;
    if (opened !== databaseUrl) {
      databaseUrl = opened;
      await webStarts;
      await web.restart();
    }
  }
  preparing = new PreparingProcess(environment(), !env.databaseUrl && env.demo ? "demo" : "migrate");
  const preparation = await preparing.result;
  if (stopping) return;
  // It has said why.
  if (!preparation) return stop(1);

  console.log("Starting the server…");
  await Promise.all([webStarts, server.start()]);
  if (opening) {
    void keepDatabase(async (url) => {
      if (url === databaseUrl) return;
      databaseUrl = url;
      await Promise.all([web.restart(), server.restart()]);
    });
  }
  sayReady(env.publicUrl ?? origin, preparation);
}

/** A SIGTERM to npm ends the shell that it runs us in, but doesn't reach us. */
function stopWithParent(): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void stop(0);
  }, 250);
  watch.unref();
}

function makeDataFolder(): void {
  // As root the database runs under another account, which has to pass through; what lies inside is closed by itself.
  const mode = process.geteuid?.() === 0 ? 0o711 : 0o700;
  fs.mkdirSync(env.dataDir, { recursive: true, mode });
  fs.mkdirSync(path.join(env.dataDir, "git"), { recursive: true, mode: 0o700 });
}

/** Says so before anything is filled or migrated. */
async function refuseTakenPort(port: number): Promise<void> {
  const probe = createServer().listen(port, env.host);
  try {
    await once(probe, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EADDRINUSE") {
      throw new Error(`Port ${port} on ${env.host} is taken by another program. Choose another: PORT=3001 npm start`);
    }
    if (code === "EACCES")
      throw new Error(`This account may not listen on port ${port}. Choose one over 1023 with PORT.`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
      throw new Error(`HOST is ${env.host}, and that is no address of this machine.`);
    }
    throw error;
  }
  probe.close();
  await once(probe, "close");
}

/** Gives where it listens: at the port, unless it runs somewhere already or the port was taken meanwhile. */
async function startDatabase(port: number): Promise<string> {
  console.log("Starting the database…");
  opening = openEmbeddedDatabase(env.dataDir, { port }).catch(() => openEmbeddedDatabase(env.dataDir));
  return (await opening).url;
}

/** Starts the embedded server again whenever it's gone, at the same port if it's to be had. */
async function keepDatabase(opened: (url: string) => Promise<void>): Promise<void> {
  while (opening) {
    const { lost, port } = await opening;
    await lost;
    for (let pauseMs = 250; !stopping; pauseMs = Math.min(30_000, pauseMs * 2)) {
      console.log("The database ended. Starting it again…");
      const again = openEmbeddedDatabase(env.dataDir, { port }).catch(() => openEmbeddedDatabase(env.dataDir));
      opening = again;
      try {
        await opened((await again).url);
        break;
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
        await pause(pauseMs);
      }
    }
    if (stopping) return;
  }
}

/** In the data folder, unless that makes the path longer than a socket's may be. */
function chooseWebSocket(): string {
  const usual = path.join(env.dataDir, "web.sock");
  if (Buffer.byteLength(usual) <= 100) return usual;
  socketFolder = fs.mkdtempSync(path.join(tmpdir(), "latchkey-"));
  return path.join(socketFolder, "web.sock");
}

/** In a terminal the log would push away how to sign in. */
function chooseOutput(): number | "inherit" {
  return process.stdout.isTTY ? fs.openSync(path.join(env.dataDir, "latchkey.log"), "a", 0o600) : "inherit";
}

function sayReady(origin: string, { account, firstAdminPath }: Preparation): void {
  console.log(`\nLatchkey listens on ${origin}`);
  if (account) {
    console.log(`Sign in as ${account.email} with the password ${account.password}`);
    console.log("The password is shown this once. You can change it in your account.");
  } else if (firstAdminPath) {
    console.log(`Create the first admin within a day, with this link, which works once: ${origin}${firstAdminPath}`);
  } else {
    console.log(`Sign in at ${origin}/sign-in`);
  }
  if (process.stdout.isTTY)
    console.log(`The log is ${path.join(env.dataDir, "latchkey.log")}. Ctrl-C stops everything.`);
}

/** First the listener, which finishes what is in flight; the pages, which it may need for that; the database last. */
async function stop(exitCode: number): Promise<never> {
  if (stopping) {
    children?.server.kill();
    children?.web.kill();
  } else if (children) {
    console.log("Stopping…");
  }
  stopping = true;
  preparing?.kill();
  await children?.server.stop();
  await children?.web.stop();
  const database = await opening?.catch(() => null);
  await database?.stop();
  if (socketFolder) fs.rmSync(socketFolder, { recursive: true, force: true });
  lock?.release();
  process.exit(exitCode);
}
