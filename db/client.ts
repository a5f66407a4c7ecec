import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import pg from "pg";
import { env } from "@/lib/env";

export type Database = NodePgDatabase;
/** The pool or a transaction on it: what a function needs that may run inside somebody's transaction. */
export type Executor = Pick<Database, "select" | "insert" | "update" | "delete" | "execute">;

let databaseUrl = env.databaseUrl;
let pool: pg.Pool | undefined;
let database: Database | undefined;

/** The pool of this process, opened on first use. */
export function databasePool(): pg.Pool {
  pool ??= openPool({ max: 10 });
  return pool;
}

/** A pool beside the process's own, for whoever keeps connections to themselves. */
export function openPool({ max }: { max: number }): pg.Pool {
  const opened = new pg.Pool({ ...connectionSettings(), max, idleTimeoutMillis: 30_000 });
  // A connection that breaks must not end the process; the query that needs it, or the next one, reports it.
  opened.on("error", () => undefined);
  opened.on("connect", (client) => client.on("error", () => undefined));
  return opened;
}

export function db(): Database {
  database ??= drizzle(databasePool());
  return database;
}

export async function closeDatabase(): Promise<void> {
  const open = pool;
  pool = undefined;
  database = undefined;
  await open?.end();
}

/** For a process that has opened the embedded server itself. To be called before the first query. */
export function setDatabaseUrl(url: string): void {
  databaseUrl = url;
}

export function connectionSettings(): pg.ClientConfig {
  if (!databaseUrl) {
    throw new Error("DATABASE_URL is not set. Start with `npm start`, or set it to a PostgreSQL 15 or newer.");
  }
  return {
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3_000,
    query_timeout: 15_000,
    keepAlive: true,
    application_name: "latchkey",
  };
}
