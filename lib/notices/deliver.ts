import { and, eq, isNull } from "drizzle-orm";
import { db, type Executor } from "@/db/client";
import { accessTokens } from "@/db/schema/access-tokens";
import { inboxItems, notices, noticeWebhooks } from "@/db/schema/notices";
import { addJobs } from "../chores/queue";
import { isMailConfigured } from "../mail/send";
import { noticeRecipients, type Recipient } from "./recipients";

/** So long a mail waits for more to tell the same person. */
const gatherMs = 20_000;

type Notice = typeof notices.$inferSelect;

/**
 * Hands a notice to everyone it is for, in one transaction: into their inboxes, and to the jobs that mail and post it.
 * Does nothing the second time.
 */
export async function deliverNotice(
  { workspaceId, noticeId }: { workspaceId: string; noticeId: string },
  now = new Date(),
): Promise<void> {
  await db().transaction(async (tx) => {
    const [notice] = await tx
      .update(notices)
      .set({ deliveredAt: now })
      .where(and(eq(notices.workspaceId, workspaceId), eq(notices.id, noticeId), isNull(notices.deliveredAt)))
      .returning();
    if (!notice) return;
    const recipients = await recipientsOf(tx, notice);
    await intoInboxes(tx, notice, recipients);
    if (isMailConfigured) await addMails(tx, notice, recipients, now);
    await addPost(tx, notice);
  });
}

async function recipientsOf(tx: Executor, notice: Notice): Promise<Recipient[]> {
  const [token] = await tx
    .select({
      workspaceId: accessTokens.workspaceId,
      projectId: accessTokens.projectId,
      repositoryId: accessTokens.repositoryId,
      createdBy: accessTokens.createdBy,
      adoptedBy: accessTokens.adoptedBy,
    })
    .from(accessTokens)
    .where(and(eq(accessTokens.workspaceId, notice.workspaceId), eq(accessTokens.id, notice.accessTokenId)));
  if (!token) return [];
  const responsible = token.adoptedBy ?? token.createdBy;
  const others = notice.kind === "revoked_by_other" && responsible ? [responsible] : [];
  const recipients = await noticeRecipients(tx, token, { kind: notice.kind, others });
  // Nobody is told of what they did themselves.
  return recipients.filter(({ userId }) => userId !== notice.details.byUserId);
}

async function intoInboxes(tx: Executor, { workspaceId, id }: Notice, recipients: Recipient[]): Promise<void> {
  const rows = recipients
    .filter(({ inbox }) => inbox)
    .map(({ userId }) => ({ userId, workspaceId, noticeId: id, readAt: null }));
  if (rows.length > 0) await tx.insert(inboxItems).values(rows).onConflictDoNothing();
}

/** One job for each person: where it fails and is tried again, nobody else gets a second mail. */
async function addMails(tx: Executor, { workspaceId, id }: Notice, recipients: Recipient[], now: Date) {
  const jobs = recipients
    .filter(({ email }) => email)
    .map(({ userId }) => ({
      key: `mail ${workspaceId} ${userId}`,
      payload: [{ workspaceId, userId, noticeId: id }],
      runAt: new Date(now.getTime() + gatherMs),
    }));
  await addJobs(tx, "mail_notices", ...jobs);
}

async function addPost(tx: Executor, { workspaceId, id, kind }: Notice): Promise<void> {
  const [webhook] = await tx
    .select({ mutedKinds: noticeWebhooks.mutedKinds })
    .from(noticeWebhooks)
    .where(eq(noticeWebhooks.workspaceId, workspaceId));
  if (!webhook || webhook.mutedKinds.includes(kind)) return;
  await addJobs(tx, "post_notice", { payload: { workspaceId, noticeId: id } });
}
