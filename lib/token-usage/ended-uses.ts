import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { endExpiredSecrets } from "../access-tokens/expire";
import { ownerOf } from "../access-tokens/owner";
import { recordAudit } from "../audit/record";
import { system } from "../authorization/system";
import { raiseNotice } from "../notices/raise";
import { dayOf } from "./days";
import { clientName, recordEndedUse } from "./record";

/** A secret of the right form that opened nothing, and what was asked with it. */
type Attempt = {
  digest: Buffer;
  address: string | null;
  client: string;
  operation: string;
  scope: string;
  requests: number;
  at: number;
};

/** Whoever makes up more than that between two writes is not looked into further. */
const mostAttempts = 10_000;
const batch = 1_000;
const hourMs = 60 * 60_000;

let attempts = new Map<string, Attempt>();

/** Remembers a digest that nothing live has, to be looked up among the ended ones later, off the request's path. */
export function noteUnknownSecret(digest: Buffer, asked: Pick<Attempt, "address" | "client" | "operation" | "scope">) {
  note({ ...asked, client: clientName(asked.client), digest, requests: 1, at: Date.now() });
}

/** Finds who still uses secrets that have ended, and tells. What a failed write leaves stays for the next one. */
export async function flushEndedUses(): Promise<void> {
  const taken = [...attempts.values()];
  attempts = new Map();
  for (let from = 0; from < taken.length; from += batch) {
    const group = taken.slice(from, from + batch);
    try {
      await endTheExpired(group);
      const found = await db().transaction((tx) => tellOf(tx, group));
      for (const { secret, attempt } of found) recordEndedUse(secret, { ...attempt, outcome: secret.reason });
    } catch (error) {
      for (const attempt of taken.slice(from)) note(attempt);
      throw error;
    }
  }
}

function note(attempt: Attempt): void {
  const key = attempt.digest.toString("latin1");
  const known = attempts.get(key);
  if (known) attempts.set(key, { ...attempt, requests: known.requests + attempt.requests });
  else if (attempts.size < mostAttempts) attempts.set(key, attempt);
}

/** A secret whose time has come may still stand among the live ones, where it opens nothing. */
async function endTheExpired(group: Attempt[]): Promise<void> {
  const now = new Date();
  const due = await db()
    .selectDistinct({ workspaceId: accessTokenSecrets.workspaceId, id: accessTokenSecrets.accessTokenId })
    .from(accessTokenSecrets)
    .where(and(inArray(accessTokenSecrets.digest, digestsOf(group)), lte(accessTokenSecrets.expiresAt, now)));
  for (const token of due) await db().transaction((tx) => endExpiredSecrets(tx, now, token));
}

/** In the audit trail once an hour for each secret; a notice once a day, where a newer secret is in use elsewhere. */
async function tellOf(tx: Executor, group: Attempt[]) {
  const ended = await findEnded(tx, group);
  const found = ended.flatMap((secret) => {
    const attempt = group.find(({ digest }) => digest.equals(secret.digest));
    return attempt ? [{ secret, attempt }] : [];
  });
  for (const { secret, attempt } of found) {
    const at = new Date(attempt.at);
    if (secret.triedAt && secret.triedAt >= at) continue;
    await tx
      .update(endedSecrets)
      .set({ triedAt: at })
      .where(and(eq(endedSecrets.workspaceId, secret.workspaceId), eq(endedSecrets.digest, secret.digest)));
    if (secret.reason === "replaced") {
      await raiseNotice(tx, {
        workspaceId: secret.workspaceId,
        accessTokenId: secret.accessTokenId,
        kind: "old_secret_used",
        eventKey: `old_secret_used ${secret.id} ${dayOf(at)}`,
        details: { address: attempt.address, client: attempt.client, operation: attempt.operation },
        at,
      });
    }
  }
  for (const { secret, attempt } of found) {
    if (secret.triedAt && hourOf(secret.triedAt.getTime()) >= hourOf(attempt.at)) continue;
    const { address, client, operation } = attempt;
    await recordAudit(
      tx,
      { ...system, address },
      {
        action: "access_token.old_secret_used",
        resource: resourceOf(secret),
        details: { access_token_id: secret.accessTokenId, name: secret.name, reason: secret.reason, operation, client },
      },
    );
  }
  return found;
}

/** Locked, and in one order everywhere: of several processes one tells, and none waits for another's audit chain. */
function findEnded(tx: Executor, group: Attempt[]) {
  return tx
    .select({
      digest: endedSecrets.digest,
      id: endedSecrets.id,
      reason: endedSecrets.reason,
      triedAt: endedSecrets.triedAt,
      accessTokenId: endedSecrets.accessTokenId,
      workspaceId: endedSecrets.workspaceId,
      name: accessTokens.name,
      kind: accessTokens.kind,
      projectId: accessTokens.projectId,
      repositoryId: accessTokens.repositoryId,
    })
    .from(endedSecrets)
    .innerJoin(
      accessTokens,
      and(eq(accessTokens.workspaceId, endedSecrets.workspaceId), eq(accessTokens.id, endedSecrets.accessTokenId)),
    )
    .where(inArray(endedSecrets.digest, digestsOf(group)))
    .orderBy(asc(endedSecrets.workspaceId), asc(endedSecrets.digest))
    .for("update", { of: endedSecrets });
}

type EndedSecret = Awaited<ReturnType<typeof findEnded>>[number];

/** The owner; the workspace where the owner was deleted. */
function resourceOf({ kind, workspaceId, projectId, repositoryId }: EndedSecret) {
  const ownerIsGone = kind !== "workspace" && projectId === null && repositoryId === null;
  return ownerOf(ownerIsGone ? "workspace" : kind, workspaceId, projectId, repositoryId);
}

function digestsOf(group: Attempt[]): Buffer[] {
  return group.map(({ digest }) => digest);
}

function hourOf(at: number): number {
  return Math.floor(at / hourMs);
}
