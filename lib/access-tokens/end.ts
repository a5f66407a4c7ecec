import { and, eq, inArray } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { endReason } from "@/db/schema/access-tokens";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { raiseRevokedByOther } from "../notices/raise-of-people";

export type EndReason = (typeof endReason.enumValues)[number];

/** What is kept of a secret that ends. */
export const secretIdentity = {
  digest: accessTokenSecrets.digest,
  id: accessTokenSecrets.id,
  accessTokenId: accessTokenSecrets.accessTokenId,
  workspaceId: accessTokenSecrets.workspaceId,
};

/** Remembers secrets that were just deleted, so that a late use can be told from a guess. */
export async function keepAsEnded(
  tx: Executor,
  secrets: { digest: Buffer; id: string; accessTokenId: string; workspaceId: string }[],
  { reason, at }: { reason: EndReason; at: Date },
): Promise<void> {
  if (secrets.length === 0) return;
  await tx.insert(endedSecrets).values(
    secrets.map(({ digest, id, accessTokenId, workspaceId }) => ({
      digest,
      id,
      accessTokenId,
      workspaceId,
      reason,
      endedAt: at,
    })),
  );
}

type End = {
  workspaceId: string;
  ids: string[];
  reason: EndReason;
  at: Date;
  by: string | null;
};

const step = 1_000;

/**
 * Ends tokens that are not revoked yet: marks them revoked, deletes their live secrets and keeps the digests as ended.
 * With the transaction's commit they open nothing. Tells whoever answers for a token that somebody else revokes.
 * Returns the tokens that this call ended.
 */
export async function endAccessTokens(tx: Executor, end: End): Promise<{ id: string; name: string }[]> {
  const tokens: { id: string; name: string }[] = [];
  // PostgreSQL takes 65,535 values in one statement.
  for (let from = 0; from < end.ids.length; from += step) {
    tokens.push(...(await endSome(tx, { ...end, ids: end.ids.slice(from, from + step) })));
  }
  return tokens;
}

async function endSome(tx: Executor, end: End): Promise<{ id: string; name: string }[]> {
  const ended = await tx
    .delete(accessTokenSecrets)
    .where(and(eq(accessTokenSecrets.workspaceId, end.workspaceId), inArray(accessTokenSecrets.accessTokenId, end.ids)))
    .returning(secretIdentity);
  await keepAsEnded(tx, ended, end);
  const tokens = await tx
    .update(accessTokens)
    .set({ revokedAt: end.at, revokedBy: end.by, endReason: end.reason })
    .where(and(eq(accessTokens.workspaceId, end.workspaceId), inArray(accessTokens.id, end.ids)))
    .returning({
      id: accessTokens.id,
      name: accessTokens.name,
      createdBy: accessTokens.createdBy,
      adoptedBy: accessTokens.adoptedBy,
    });
  if (end.reason === "revoked") await raiseRevokedByOther(tx, { ...end, tokens });
  return tokens.map(({ id, name }) => ({ id, name }));
}
