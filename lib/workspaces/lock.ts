import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { workspaces } from "@/db/schema/workspaces";

/**
 * The workspace's row, held for the rest of the transaction: `share` for writes that depend on it as it is,
 * `update` for those that change it or must come one after another. Null where it's gone.
 */
export async function lockWorkspace(tx: Executor, id: string, strength: "share" | "update") {
  const [row] = await tx.select().from(workspaces).where(eq(workspaces.id, id)).for(strength);
  return row ?? null;
}
