import { and, eq } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokenSecrets, accessTokens } from "@/db/schema/access-tokens";
import { endAccessTokens, keepAsEnded, secretIdentity } from "../access-tokens/end";
import { ownerOf } from "../access-tokens/owner";
import type { TokenSecret } from "../access-tokens/secret";
import { recordAudit } from "../audit/record";
import type { Caller } from "../authorization/principal";
import { system } from "../authorization/system";
import { raiseNotice } from "../notices/raise";
import { findLiveSecrets, type KnownSecret } from "./known-secrets";

/** Whoever reports: where the request came from. They need be nobody that Latchkey knows. */
export type Reporter = Pick<Caller, "address" | "requestId">;

/** By which way a secret was reported, and where it was found. */
export type Finding = { by: "anyone" | "github"; url: string | null };

/**
 * Ends what the secrets open, and tells the admins. The newest secret ends its token; an old one, which lives on after a
 * replacement, ends alone, for the new one is in nobody else's hands.
 */
export async function endReportedSecrets(
  reported: ReadonlyMap<TokenSecret, Finding>,
  reporter: Reporter,
): Promise<void> {
  const now = new Date();
  for (const [secret, known] of await findLiveSecrets(reported.keys(), now)) {
    const finding = reported.get(secret);
    if (finding) await db().transaction((tx) => endReported(tx, { known, finding, reporter, now }));
  }
}

type Report = { known: KnownSecret; finding: Finding; reporter: Reporter; now: Date };

async function endReported(tx: Executor, { known, finding, reporter, now }: Report): Promise<void> {
  const { workspaceId, accessTokenId } = known;
  const [token] = await tx
    .select({
      name: accessTokens.name,
      kind: accessTokens.kind,
      projectId: accessTokens.projectId,
      repositoryId: accessTokens.repositoryId,
    })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, workspaceId), eq(accessTokens.id, accessTokenId)))
    .for("update");
  const ofSecret = and(eq(accessTokenSecrets.workspaceId, workspaceId), eq(accessTokenSecrets.id, known.id));
  const [secret] = await tx
    .select({ supersededAt: accessTokenSecrets.supersededAt })
    .from(accessTokenSecrets)
    .where(ofSecret);
  // Somebody ended it since it was found.
  if (!token || !secret) return;
  const end = { reason: "reported", at: now } as const;
  if (secret.supersededAt) {
    const ended = await tx.delete(accessTokenSecrets).where(ofSecret).returning(secretIdentity);
    await keepAsEnded(tx, ended, end);
  } else {
    await endAccessTokens(tx, { workspaceId, ids: [accessTokenId], by: null, ...end });
  }
  const details = { ...finding, old_secret: secret.supersededAt !== null };
  await raiseNotice(tx, {
    workspaceId,
    accessTokenId,
    kind: "leaked",
    eventKey: `leaked ${known.id}`,
    details: { ...details, address: reporter.address },
    at: now,
  });
  await recordAudit(
    tx,
    { ...system, ...reporter },
    {
      action: "access_token.reported",
      resource: ownerOf(token.kind, workspaceId, token.projectId, token.repositoryId),
      details: { access_token_id: accessTokenId, name: token.name, ...details },
    },
  );
}
