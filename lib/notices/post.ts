import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import { notices } from "@/db/schema/notices";
import { ownOrigin } from "../env";
import { braced } from "../ids";
import { postEvent } from "../webhooks/post";
import { type NoticeView, resourceLabel, selectNoticeViews, tokenPath } from "./view";
import { findNoticeWebhook } from "./webhook";
import { noticeText, noticeTitle } from "./words";

/** Posts a notice to the webhook that its workspace has now. Where it fails, the queue tries again. */
export async function postNotice(
  { workspaceId, noticeId }: { workspaceId: string; noticeId: string },
  attempt: number,
): Promise<void> {
  const webhook = await findNoticeWebhook(db(), workspaceId);
  if (!webhook) return;
  const [notice] = await selectNoticeViews().where(and(eq(notices.workspaceId, workspaceId), eq(notices.id, noticeId)));
  if (!notice) return;
  const body = JSON.stringify(noticeBody(notice));
  await postEvent(webhook, { id: notice.id, key: `access_token:${notice.kind}`, body, attempt });
}

export function noticeBody(notice: NoticeView) {
  const path = tokenPath(notice);
  return {
    event: notice.kind,
    id: notice.id,
    created_on: notice.at.toISOString(),
    title: noticeTitle(notice),
    text: noticeText(notice),
    workspace: { uuid: braced(notice.workspaceId), slug: notice.workspaceSlug },
    access_token: {
      uuid: braced(notice.accessTokenId),
      name: notice.tokenName,
      kind: notice.tokenKind,
      resource: resourceLabel(notice),
      links: path ? { html: { href: ownOrigin + path } } : {},
    },
  };
}
