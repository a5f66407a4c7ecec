import { and, asc, desc, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { accessTokenSecrets, accessTokens, endedSecrets } from "@/db/schema/access-tokens";
import { auditEvents } from "@/db/schema/audit-events";
import { notices } from "@/db/schema/notices";

// What the database holds of a token, for tests that look behind what is answered.

export async function tokenRow(id: string): Promise<typeof accessTokens.$inferSelect> {
  const [row] = await db().select().from(accessTokens).where(eq(accessTokens.id, id));
  if (!row) throw new Error(`There is no token ${id}.`);
  return row;
}

/** The oldest first. */
export function liveSecretsOf(id: string) {
  return db()
    .select()
    .from(accessTokenSecrets)
    .where(eq(accessTokenSecrets.accessTokenId, id))
    .orderBy(asc(accessTokenSecrets.createdAt));
}

export function endedSecretsOf(id: string) {
  return db().select().from(endedSecrets).where(eq(endedSecrets.accessTokenId, id)).orderBy(asc(endedSecrets.endedAt));
}

/** What the audit trail says of the token under this action. */
export async function auditOf(id: string, action: string) {
  const { workspaceId } = await tokenRow(id);
  const events = await db()
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.workspaceId, workspaceId), eq(auditEvents.action, action)))
    .orderBy(asc(auditEvents.position));
  return events.filter(({ details }) => details.access_token_id === id);
}

export function noticesOf(id: string) {
  return db().select().from(notices).where(eq(notices.accessTokenId, id));
}

/** The newest event in the audit trail of the workspace. */
export async function lastAuditOf(workspaceId: string) {
  const [event] = await db()
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.workspaceId, workspaceId))
    .orderBy(desc(auditEvents.position))
    .limit(1);
  return event;
}
