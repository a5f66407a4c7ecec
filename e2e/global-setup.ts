import { randomBytes } from "node:crypto";
import pg from "pg";
import { openEmbeddedDatabase } from "@/db/embedded";
import { startProduct } from "./product";

/**
 * Starts the product once for all specs: on a database of its own on the server that DATABASE_URL names, else with its
 * embedded one. The specs' processes get to know where both are from the environment.
 */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL;
  const database = given ? await makeDatabase(given) : null;
  const product = await startProduct({ DATABASE_URL: database?.url });
  const embedded = database ? null : await openEmbeddedDatabase(product.dataDir);
  process.env.LATCHKEY_E2E_ORIGIN = product.origin;
  process.env.LATCHKEY_E2E_LOG = product.log;
  process.env.LATCHKEY_E2E_SECRETS = `${product.log}.issued-secrets`;
  process.env.LATCHKEY_DATA_DIR = product.dataDir;
  process.env.DATABASE_URL = database?.url ?? embedded?.url;
  return async () => {
    await product.stop();
    await embedded?.leave();
    await database?.drop();
  };
}

async function makeDatabase(serverUrl: string) {
  const name = `latchkey_e2e_${randomBytes(4).toString("hex")}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database if exists ${name} with (force)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
