import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { recordAudit } from "../audit/record";
import { system } from "../authorization/system";
import { raiseNotice } from "../notices/raise";
import { keepAsEnded, secretIdentity } from "./end";
import { ownerOf } from "./owner";

const batch = 500;

/**
 * Clears away the secrets whose time has come, of the whole server, and writes down which tokens expired with them.
 * They open nothing already; this moves them to where late uses are told from guesses. Returns how many there were.
 */
export async function sweepExpiredSecrets(now = new Date()): Promise<number> {
  let swept = 0;
  for (;;) {
    const ended = await db().transaction((tx) => endExpiredSecrets(tx, now));
    swept += ended;
    if (ended < batch) return swept;
  }
}

/** A batch of them, or those of one token, inside somebody's transaction. */
export async function endExpiredSecrets(
  tx: Executor,
  now: Date,
  token?: { workspaceId: string; id: string },
): Promise<number> {
  // The token first, as whoever revokes or replaces it does: nobody waits for a secret with the token in hand.
  const due = await tx
    .select({ digest: accessTokenSecrets.digest })
    .from(accessTokenSecrets)
    .innerJoin(
      accessTokens,
      and(
        eq(accessTokens.workspaceId, accessTokenSecrets.workspaceId),
        eq(accessTokens.id, accessTokenSecrets.accessTokenId),
      ),
    )
    .where(
      and(
        lte(accessTokenSecrets.expiresAt, now),
        token && eq(accessTokenSecrets.workspaceId, token.workspaceId),
        token && eq(accessTokenSecrets.accessTokenId, token.id),
      ),
    )
    .limit(batch)
    .for("update", { of: accessTokens, skipLocked: true });
  if (due.length === 0) return 0;
  const ended = await tx
    .delete(accessTokenSecrets)
    .where(
      inArray(
        accessTokenSecrets.digest,
        due.map(({ digest }) => digest),
      ),
    )
    .returning({ ...secretIdentity, supersededAt: accessTokenSecrets.supersededAt });
  const old = ended.filter((secret) => secret.supersededAt);
  const newest = ended.filter((secret) => !secret.supersededAt);
  await keepAsEnded(tx, old, { reason: "replaced", at: now });
  await keepAsEnded(tx, newest, { reason: "expired", at: now });
  await recordExpiry(
    tx,
    newest.map(({ accessTokenId }) => accessTokenId),
    now,
  );
  return due.length;
}

async function recordExpiry(tx: Executor, ids: string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const expired = await tx
    .select({
      id: accessTokens.id,
      name: accessTokens.name,
      kind: accessTokens.kind,
      workspaceId: accessTokens.workspaceId,
      projectId: accessTokens.projectId,
      repositoryId: accessTokens.repositoryId,
      expiresAt: accessTokens.expiresAt,
    })
    .from(accessTokens)
    .where(inArray(accessTokens.id, ids))
    // In one order everywhere, so that two sweeps can't wait for each other's audit chains.
    .orderBy(accessTokens.workspaceId, sql`${accessTokens.id}`);
  const raised = expired.map((token) => ({
    workspaceId: token.workspaceId,
    accessTokenId: token.id,
    kind: "expired" as const,
    eventKey: `expired ${token.id} ${token.expiresAt?.toISOString()}`,
    details: {},
    at: now,
  }));
  await raiseNotice(tx, ...raised);
  await recordAudit(
    tx,
    system,
    ...expired.map((token) => ({
      action: "access_token.expired" as const,
      resource: ownerOf(token.kind, token.workspaceId, token.projectId, token.repositoryId),
      details: {
        access_token_id: token.id,
        name: token.name,
        expires_at: token.expiresAt?.toISOString() ?? null,
      },
    })),
  );
}
