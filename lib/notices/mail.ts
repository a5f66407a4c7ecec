import { and, asc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { notices } from "@/db/schema/notices";
import { users } from "@/db/schema/users";
import { ownOrigin } from "../env";
import { sendMail } from "../mail/send";
import { type NoticeView, resourceLabel, selectNoticeViews, tokenPath } from "./view";
import { noticeText, noticeTitle } from "./words";

/** Mails a person what happened to tokens of a workspace, all in one mail. Whoever has left meanwhile gets none. */
export async function mailNotices(mailed: { workspaceId: string; userId: string; noticeId: string }[]): Promise<void> {
  const [first] = mailed;
  if (!first) return;
  const { workspaceId, userId } = first;
  const [person] = await db()
    .select({ name: users.name, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.workspaceId, workspaceId), eq(memberships.userId, userId)));
  if (!person) return;
  const ids = mailed.map(({ noticeId }) => noticeId);
  const told = await selectNoticeViews()
    .where(and(eq(notices.workspaceId, workspaceId), inArray(notices.id, ids)))
    .orderBy(asc(notices.at), asc(notices.id));
  const [oldest] = told;
  if (!oldest) return;
  await sendMail({
    to: person,
    subject: told.length === 1 ? noticeTitle(oldest) : `${told.length} notices about tokens of ${oldest.workspaceSlug}`,
    text: mailText(told),
    messageId: `<${oldest.id}.${userId}@${new URL(ownOrigin).hostname}>`,
  });
}

export function mailText(told: NoticeView[]): string {
  const parts = told.map((notice) => {
    const path = tokenPath(notice);
    const lines = [
      noticeTitle(notice),
      `A token of ${resourceLabel(notice)}, ${notice.at.toISOString().slice(0, 16).replace("T", " ")} UTC`,
      noticeText(notice),
    ];
    return [...lines, ...(path ? [ownOrigin + path] : [])].join("\n");
  });
  const foot = `You get this as a member of ${told[0]?.workspaceSlug}. Choose what you hear of:\n${ownOrigin}/account/notices`;
  return [...parts, `-- \n${foot}`].join("\n\n").concat("\n");
}
