import { openEmbeddedDatabase } from "@/db/embedded";
import { makeDatabase } from "./database";
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
