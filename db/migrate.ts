import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Logger, runMigrations } from "graphile-worker";
import pg from "pg";

const oldestMajor = 15;
const quiet = new Logger(() => () => undefined);
/** Any number does, as long as every start of every version takes the same. */
const migrationLock = 7_145_202_611;

class UnsupportedDatabaseError extends Error {
  override name = "UnsupportedDatabaseError";
}

/**
 * Brings the database to the schema of this version. Starts at the same moment come one after another: drizzle's own
 * migrator isn't safe to run twice at once, hence the advisory lock, on a connection of its own.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A connection that breaks fails the query that runs; without a listener it would end the process.
  client.on("error", () => undefined);
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder: fileURLToPath(new URL("./migrations", import.meta.url)) });
    await runMigrations({ connectionString: url, maxPoolSize: 1, logger: quiet });
  } finally {
    await client.end();
  }
}

/**
 * Whether the tables are there and nobody is at them: a process may be up before the database of a first start is. Throws
 * where the database can't be reached.
 */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ migrated: boolean }>(
    `select pg_try_advisory_xact_lock_shared($1)
            and to_regclass('graphile_worker._private_jobs') is not null
            and to_regclass('notices') is not null as migrated`,
    [migrationLock],
  );
  return rows[0]?.migrated ?? false;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; major: number }>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num')::int / 10000 as major`,
  );
  const server = rows[0];
  if (!server || server.major < oldestMajor) {
    throw new UnsupportedDatabaseError(
      `The database is PostgreSQL ${server?.version ?? "of an unknown version"}. Latchkey needs PostgreSQL ${oldestMajor} or newer.`,
    );
  }
}
