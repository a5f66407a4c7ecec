import { and, eq, gte, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { tokenUsageDays } from "@/db/schema/token-usage";
import { daysBefore, lastDays } from "./days";

const length = 30;

/** Requests on each of the last 30 days, the oldest first, of each of the tokens. */
export async function usageSparklines(workspaceId: string, ids: readonly string[]): Promise<Map<string, number[]>> {
  const now = new Date();
  const days = lastDays(now, length);
  const lines = new Map(ids.map((id) => [id, days.map(() => 0)]));
  if (ids.length === 0) return lines;
  const rows = await db()
    .select({ id: tokenUsageDays.accessTokenId, day: tokenUsageDays.day, requests: tokenUsageDays.requests })
    .from(tokenUsageDays)
    .where(
      and(
        eq(tokenUsageDays.workspaceId, workspaceId),
        inArray(tokenUsageDays.accessTokenId, [...ids]),
        gte(tokenUsageDays.day, daysBefore(now, length - 1)),
      ),
    );
  for (const { id, day, requests } of rows) {
    const at = days.indexOf(day);
    const line = lines.get(id);
    if (line && at >= 0) line[at] = requests;
  }
  return lines;
}
