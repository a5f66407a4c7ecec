import { sql } from "drizzle-orm";
import { db } from "@/db/client";
import type { RunnerPrincipal } from "../authorization/principal";
import { parseRunnerSecret, runnerDigestsForLookup } from "./secret";

/**
 * The runner that a token stands for, or null where it opens nothing: malformed, unknown, expired, or of a runner that is
 * disabled or gone. Notes that the runner was seen. Reads the database every time, as for access tokens.
 */
export async function verifyRunnerToken(text: string, now = new Date()): Promise<RunnerPrincipal | null> {
  const secret = parseRunnerSecret("token", text);
  if (!secret) return null;
  const { rows } = await db().execute<Omit<RunnerPrincipal, "kind" | "access">>(sql`
    update runners set seen_at = ${now.toISOString()}::timestamptz
      from runner_tokens as tokens
     where tokens.digest = any(${sql.param(runnerDigestsForLookup(secret))}::bytea[])
       and tokens.expires_at > ${now.toISOString()}::timestamptz
       and runners.workspace_id = tokens.workspace_id and runners.id = tokens.runner_id and runners.enabled
    returning runners.id as "runnerId", runners.name, runners.workspace_id as "workspaceId",
              runners.repository_id as "repositoryId"`);
  const [runner] = rows;
  return runner ? { kind: "runner", ...runner, access: [] } : null;
}
