import { timingSafeEqual } from "node:crypto";
import { and, desc, eq, inArray, lte } from "drizzle-orm";
import { db } from "@/db/client";
import { runners, runnerTokens } from "@/db/schema/runners";
import { takeAttemptOf } from "../attempt-limiter";
import { namedId } from "../ids";
import { mayComeFrom, type RunnerRow } from "./runner";
import {
  newRunnerSecret,
  parseRunnerSecret,
  type RunnerSecret,
  runnerDigestForStorage,
  runnerDigestsForLookup,
} from "./secret";

export const tokenSeconds = 60 * 60;

/**
 * A runner holds so many at once. Where it asks for more its oldest ends. More than a poll every four seconds asks for in an
 * hour, so that the token of a run that is under way is never among them.
 */
export const mostTokens = 1_000;

/** Thirty wrong secrets in a quarter of an hour from one address. The right one is never counted, and never refused. */
const limit = { keyPrefix: "runner-client", points: 30, duration: 15 * 60 };

type Credentials = { clientId: string; clientSecret: string; address: string | null };

export type IssuedRunnerToken =
  | { outcome: "issued"; token: RunnerSecret }
  | { outcome: "wrong_credentials" }
  | { outcome: "disabled" }
  | { outcome: "throttled"; retryAfterSeconds: number };

/** A token for the runner of these credentials, for an hour. It is in this result and nowhere else, ever. */
export async function issueRunnerToken(
  { clientId, clientSecret, address }: Credentials,
  now = new Date(),
): Promise<IssuedRunnerToken> {
  const runner = await findRunner({ clientId, clientSecret, address });
  if (!runner) {
    // Behind one address there may be runners of many tenants: what one gets wrong shuts out no other.
    const retryAfterSeconds = await takeAttemptOf(limit, address ?? "");
    return retryAfterSeconds === null ? { outcome: "wrong_credentials" } : { outcome: "throttled", retryAfterSeconds };
  }
  return (await insertToken(runner, now)) ?? { outcome: "disabled" };
}

/**
 * By its client id, which is all that it names itself by. What doesn't have the form of a secret is not looked up. From an
 * address that it may not come from it is not known.
 */
async function findRunner({ clientId, clientSecret, address }: Credentials): Promise<RunnerRow | null> {
  const id = namedId(clientId);
  const secret = parseRunnerSecret("client", clientSecret);
  if (!id || !secret) return null;
  const [row] = await db().select().from(runners).where(eq(runners.id, id));
  return row && holdsSecret(row, secret) && mayComeFrom(row, address) ? row : null;
}

function holdsSecret({ secretDigest }: RunnerRow, secret: RunnerSecret): boolean {
  return runnerDigestsForLookup(secret).some((digest) => timingSafeEqual(digest, secretDigest));
}

/** Null where the runner is disabled, or was deleted at this moment. */
async function insertToken({ workspaceId, id }: RunnerRow, now: Date): Promise<IssuedRunnerToken | null> {
  const token = newRunnerSecret("token");
  return db().transaction(async (tx) => {
    const seen = await tx
      .update(runners)
      .set({ seenAt: now })
      .where(and(eq(runners.workspaceId, workspaceId), eq(runners.id, id), eq(runners.enabled, true)))
      .returning({ id: runners.id });
    if (seen.length === 0) return null;
    const ofRunner = and(eq(runnerTokens.workspaceId, workspaceId), eq(runnerTokens.runnerId, id));
    await tx.delete(runnerTokens).where(and(ofRunner, lte(runnerTokens.expiresAt, now)));
    const surplus = tx
      .select({ digest: runnerTokens.digest })
      .from(runnerTokens)
      .where(ofRunner)
      .orderBy(desc(runnerTokens.createdAt))
      .offset(mostTokens - 1);
    await tx.delete(runnerTokens).where(and(ofRunner, inArray(runnerTokens.digest, surplus)));
    await tx.insert(runnerTokens).values({
      ...runnerDigestForStorage(token),
      workspaceId,
      runnerId: id,
      createdAt: now,
      expiresAt: new Date(now.getTime() + tokenSeconds * 1000),
    });
    return { outcome: "issued" as const, token };
  });
}
