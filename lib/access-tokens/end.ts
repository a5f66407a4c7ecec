import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { endReason } from "@/db/schema/access-tokens";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";

/**
 * Ends tokens that are still live: marks them revoked, deletes their live secrets and keeps the digests as ended.
 * With the transaction's commit they open nothing. Returns the tokens that this call ended.
 */
export async function endAccessTokens(
  tx: Executor,
  end: {
    workspaceId: string;
    ids: string[];
    reason: (typeof endReason.enumValues)[number];
    at: Date;
    by: string | null;
  },
): Promise<{ id: string; name: string }[]> {
  if (end.ids.length === 0) return [];
  const ended = await tx
    .delete(accessTokenSecrets)
    .where(and(eq(accessTokenSecrets.workspaceId, end.workspaceId), inArray(accessTokenSecrets.accessTokenId, end.ids)))
    .returning({ digest: accessTokenSecrets.digest, accessTokenId: accessTokenSecrets.accessTokenId });
  if (ended.length > 0) {
    await tx
      .insert(endedSecrets)
      .values(
        ended.map((secret) => ({ ...secret, workspaceId: end.workspaceId, reason: end.reason, endedAt: end.at })),
      );
  }
  return tx
    .update(accessTokens)
    .set({ revokedAt: end.at, revokedBy: end.by })
    .where(and(eq(accessTokens.workspaceId, end.workspaceId), inArray(accessTokens.id, end.ids)))
    .returning({ id: accessTokens.id, name: accessTokens.name });
}
