import { and, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { db } from "@/db/client";
import { memberships } from "@/db/schema/memberships";
import { inboxItems, notices } from "@/db/schema/notices";
import { fail, ok, type Result } from "../errors";
import { operation } from "../operation";
import { type Page, PageInput } from "../page";
import { type NoticeView, resourceLabel, selectNoticeViews, tokenPath } from "./view";
import { noticeText, noticeTitle } from "./words";

export type InboxItem = {
  id: string;
  title: string;
  text: string;
  at: Date;
  read: boolean;
  /** `acme`, `Platform` or `acme/api`. */
  resource: string;
  workspace: string;
  /** The path of the token's page; null where that is gone. */
  path: string | null;
};

/** Beyond that many nobody needs the number. */
export const mostCounted = 99;

const own = {
  scope: "user:self",
  find: async () => ({ resource: { kind: "instance" as const } }),
  missing: () => ({ what: "other" as const, name: "inbox" }),
} as const;

/** What the person was told, the newest first; of workspaces that they are still a member of. */
export const listInbox = operation({
  ...own,
  name: "inbox.list",
  input: PageInput,
  run: async ({ caller, input: { page, pageLength } }): Promise<Result<Page<InboxItem>>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    const mine = ofPerson(caller.principal.userId);
    const [total, rows] = await Promise.all([
      db().$count(inboxItems, mine),
      db()
        .select({ id: inboxItems.noticeId, workspaceId: inboxItems.workspaceId, readAt: inboxItems.readAt })
        .from(inboxItems)
        .where(mine)
        // Ids of notices ascend with time.
        .orderBy(desc(inboxItems.noticeId))
        .limit(pageLength)
        .offset((page - 1) * pageLength),
    ]);
    const told = await noticesOf(rows);
    const items = rows.flatMap(({ id, readAt }) => {
      const notice = told.get(id);
      return notice ? [toItem(notice, readAt !== null)] : [];
    });
    return ok({ items, total, page, pageLength });
  },
});

/** How many of them are unread; `mostCounted` + 1 stands for any more. */
export const countUnread = operation({
  ...own,
  name: "inbox.count_unread",
  input: z.object({}),
  run: async ({ caller }): Promise<Result<number>> => {
    if (caller.principal.kind !== "user") return ok(0);
    const { rows } = await db().execute<{ unread: number }>(sql`
      select count(*)::int as unread
        from (select 1 from ${inboxItems}
               where ${and(ofPerson(caller.principal.userId), isNull(inboxItems.readAt))}
               limit ${mostCounted + 1}) as counted`);
    return ok(rows[0]?.unread ?? 0);
  },
});

/** Marks one notice of the inbox as read, or as unread again. */
export const markNotice = operation({
  ...own,
  name: "inbox.mark",
  input: z.object({ id: z.uuid(), read: z.boolean() }),
  run: async ({ caller, input: { id, read } }): Promise<Result<null>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    const marked = await mark(caller.principal.userId, id, read);
    return marked ? ok(null) : fail({ code: "not_found", what: "other", name: id });
  },
});

/** Where a notice of the inbox leads; it counts as read from then on. Null: nowhere, its resource was deleted. */
export const openNotice = operation({
  ...own,
  name: "inbox.open",
  input: z.object({ id: z.uuid() }),
  run: async ({ caller, input: { id } }): Promise<Result<string | null>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    const marked = await mark(caller.principal.userId, id, true);
    if (!marked) return fail({ code: "not_found", what: "other", name: id });
    const notice = (await noticesOf([marked])).get(id);
    return ok(notice ? tokenPath(notice) : null);
  },
});

export const markAllNotices = operation({
  ...own,
  name: "inbox.mark_all",
  input: z.object({}),
  run: async ({ caller }): Promise<Result<null>> => {
    if (caller.principal.kind !== "user") return fail({ code: "unauthenticated" });
    await db()
      .update(inboxItems)
      .set({ readAt: new Date() })
      .where(and(ofPerson(caller.principal.userId), isNull(inboxItems.readAt)));
    return ok(null);
  },
});

/** Nobody reads on about a workspace that they have left. */
function ofPerson(userId: string): SQL | undefined {
  const isMember = sql`exists (select 1 from ${memberships}
    where ${memberships.workspaceId} = ${inboxItems.workspaceId} and ${memberships.userId} = ${inboxItems.userId})`;
  return and(eq(inboxItems.userId, userId), isMember);
}

async function mark(userId: string, id: string, read: boolean): Promise<{ id: string; workspaceId: string } | null> {
  const [marked] = await db()
    .update(inboxItems)
    .set({ readAt: read ? new Date() : null })
    .where(and(ofPerson(userId), eq(inboxItems.noticeId, id)))
    .returning({ id: inboxItems.noticeId, workspaceId: inboxItems.workspaceId });
  return marked ?? null;
}

async function noticesOf(rows: { id: string; workspaceId: string }[]): Promise<Map<string, NoticeView>> {
  const views = await selectNoticeViews().where(
    and(
      inArray(
        notices.workspaceId,
        rows.map(({ workspaceId }) => workspaceId),
      ),
      inArray(
        notices.id,
        rows.map(({ id }) => id),
      ),
    ),
  );
  return new Map(views.map((view) => [view.id, view]));
}

function toItem(notice: NoticeView, read: boolean): InboxItem {
  return {
    id: notice.id,
    title: noticeTitle(notice),
    text: noticeText(notice),
    at: notice.at,
    read,
    resource: resourceLabel(notice),
    workspace: notice.workspaceSlug,
    path: tokenPath(notice),
  };
}
