import { and, eq, gt, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { runners, runnerTokens } from "@/db/schema/runners";
import type { RunnerPrincipal } from "../authorization/principal";
import { mayComeFrom } from "./runner";
import { parseRunnerSecret, runnerDigestsForLookup } from "./secret";

/** What is younger than that isn't written down again: far less than the time after which a runner is taken to be away. */
const seenAgainMs = 30_000;

/**
 * The runner that a token stands for, or null where it opens nothing: malformed, unknown, expired, of a runner that is
 * disabled or gone, or from an address that the runner may not come from. Notes that the runner was seen. Reads the
 * database every time, as for access tokens.
 */
export async function verifyRunnerToken(
  text: string,
  address: string | null,
  now = new Date(),
): Promise<RunnerPrincipal | null> {
  const secret = parseRunnerSecret("token", text);
  if (!secret) return null;
  const ofToken = and(eq(runners.workspaceId, runnerTokens.workspaceId), eq(runners.id, runnerTokens.runnerId));
  const [runner] = await db()
    .select({
      runnerId: runners.id,
      name: runners.name,
      workspaceId: runners.workspaceId,
      repositoryId: runners.repositoryId,
      addresses: runners.addresses,
      seenAt: runners.seenAt,
    })
    .from(runnerTokens)
    .innerJoin(runners, ofToken)
    .where(
      and(
        inArray(runnerTokens.digest, runnerDigestsForLookup(secret)),
        gt(runnerTokens.expiresAt, now),
        eq(runners.enabled, true),
      ),
    );
  if (!runner || !mayComeFrom(runner, address)) return null;
  const { addresses: _, seenAt, ...principal } = runner;
  if (seenAt === null || now.getTime() - seenAt.getTime() > seenAgainMs) await noteSeen(principal, now);
  return { kind: "runner", ...principal, access: [] };
}

async function noteSeen({ workspaceId, runnerId }: Pick<RunnerPrincipal, "workspaceId" | "runnerId">, now: Date) {
  await db()
    .update(runners)
    .set({ seenAt: now })
    .where(and(eq(runners.workspaceId, workspaceId), eq(runners.id, runnerId)));
}
