import { randomBytes } from "node:crypto";
import * as os from "node:os";
import path from "node:path";
import pg from "pg";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/db/embedded";
import { serverFlags } from "@/launch/server-flags";
import { type Key, parseKeyring } from "@/lib/keyring";
import { measureClones } from "./clones";
import { measureLists } from "./lists";
import { chooseGenerator, connections, type Generator } from "./load";
import { freePort, type Running, startProcess } from "./processes";
import { type Figure, printTable, writeResult } from "./report";
import { measureRequests } from "./requests";
import { measureRest } from "./rest";
import { measureStart } from "./start";

type Options = { folder: string; root: string; quick: boolean; only: readonly string[] };

export type Bench = {
  /** Everything that is made lies in it, and goes with it. */
  folder: string;
  root: string;
  quick: boolean;
  rounds: number;
  database: EmbeddedDatabase;
  key: Key;
  generator: Generator;
  say(what: string): void;
  startResourceServer(name: string, databaseUrl: string, environment?: Record<string, string>): Promise<Running>;
};

const parts: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  requests: measureRequests,
  lists: measureLists,
  clones: measureClones,
  rest: measureRest,
  start: measureStart,
};

/** Measures each part against its own peers, on one embedded database, and leaves nothing behind. */
export async function runBench({ folder, root, quick, only }: Options): Promise<void> {
  const unknown = only.find((name) => !(name in parts));
  if (unknown) throw new Error(`There is no part called ${unknown}. There are ${Object.keys(parts).join(", ")}.`);
  const load = os.loadavg()[0] ?? 0;
  if (load > 0.5) console.log(`The machine is busy (load ${load.toFixed(1)}). Trust the ratios more than the figures.`);

  const database = await openEmbeddedDatabase(path.join(folder, "database"));
  const keys = `bench:${randomBytes(32).toString("base64")}`;
  const bench: Bench = {
    folder,
    root,
    quick,
    rounds: quick ? 3 : 5,
    database,
    key: parseKeyring(keys).current,
    generator: await chooseGenerator(root),
    say: (what) => console.log(`${what}…`),
    startResourceServer: async (name, databaseUrl, environment = {}) => {
      const port = await freePort();
      return startProcess({
        file: process.execPath,
        args: [...serverFlags, path.join(root, "dist/server.js")],
        environment: {
          NODE_ENV: "production",
          DATABASE_URL: databaseUrl,
          LATCHKEY_KEYS: keys,
          LATCHKEY_WEB_SOCKET: path.join(folder, "no-web.sock"),
          HOST: "127.0.0.1",
          PORT: String(port),
          ...environment,
        },
        log: path.join(folder, `${name}.log`),
        listens: { port, ready: "/readyz" },
      });
    },
  };
  const stopOnSignal = () => void database.stop().finally(() => process.exit(1));
  process.once("SIGINT", stopOnSignal).once("SIGTERM", stopOnSignal);

  const figures: Record<string, Figure[]> = {};
  try {
    const machine = { ...(await describeMachine(database.url)), generator: bench.generator.name, connections, load };
    for (const [name, measure] of Object.entries(parts)) {
      if (only.length === 0 || only.includes(name)) figures[name] = await measure(bench);
    }
    printTable(figures);
    if (!quick && only.length === 0) writeResult(root, machine, figures);
  } finally {
    await database.stop();
  }
}

async function describeMachine(databaseUrl: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ version: string }>("select current_setting('server_version') as version");
  await client.end();
  return {
    processors: `${os.cpus().length} × ${os.cpus()[0]?.model ?? "unknown"}`,
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.versions.node,
    postgresql: rows[0]?.version ?? "unknown",
  };
}
