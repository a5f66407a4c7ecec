import { sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { Slots } from "../git/slots";
import type { PullRequest } from "./pull-request";

/** Each holds a connection while others are needed: all of them at once would wait for each other. */
const changes = new Slots(4);

/** Changes a pull request in a transaction that comes after those of merges and other changes that are under way. */
export async function inTurn<Changed>(
  { id }: PullRequest,
  change: (tx: Executor) => Promise<Changed>,
): Promise<Changed> {
  const free = await changes.take();
  try {
    return await db().transaction(async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`);
      return await change(tx);
    });
  } finally {
    free?.();
  }
}
