import { and, eq, gt, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { runners, runnerTokens } from "@/db/schema/runners";
import { parseRunnerSecret, type RunnerSecret, runnerDigestsForLookup } from "./secret";

/** Those of the texts with which a runner of whatever workspace opens something: client secrets, and live tokens. */
export async function findLiveRunnerSecrets<Text extends string>(
  texts: Iterable<Text>,
  now = new Date(),
): Promise<Text[]> {
  const textOf = new Map<string, Text>();
  const clients: Buffer[] = [];
  const tokens: Buffer[] = [];
  const note = (text: Text, secret: RunnerSecret, digests: Buffer[]) => {
    for (const digest of runnerDigestsForLookup(secret)) {
      digests.push(digest);
      textOf.set(digest.toString("latin1"), text);
    }
  };
  for (const text of texts) {
    const client = parseRunnerSecret("client", text);
    if (client) note(text, client, clients);
    const token = parseRunnerSecret("token", text);
    if (token) note(text, token, tokens);
  }
  if (textOf.size === 0) return [];
  // An array is one value: any number of digests can be looked for in one statement.
  const live = [
    ...(await db()
      .select({ digest: runners.secretDigest })
      .from(runners)
      .where(and(sql`${runners.secretDigest} = any(${sql.param(clients)}::bytea[])`, eq(runners.enabled, true)))),
    ...(await db()
      .select({ digest: runnerTokens.digest })
      .from(runnerTokens)
      .where(and(sql`${runnerTokens.digest} = any(${sql.param(tokens)}::bytea[])`, gt(runnerTokens.expiresAt, now)))),
  ];
  return live.flatMap(({ digest }) => textOf.get(digest.toString("latin1")) ?? []);
}
