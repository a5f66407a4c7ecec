import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { noticeWebhooks } from "@/db/schema/notices";
import { recordAudit } from "../audit/record";
import { fail, ok, type Result } from "../errors";
import { newId } from "../ids";
import { operation } from "../operation";
import { openSecret, sealSecret } from "../secret-box";
import { postEvent, WebhookFailedError } from "../webhooks/post";
import { findWorkspace, type Workspace } from "../workspaces/find";
import { lockWorkspace } from "../workspaces/lock";
import { MutedKinds, webhookUrlSchema } from "./input";

/** What a page may know of the webhook: where it goes, never its secret. */
export type NoticeWebhook = { url: string; mutedKinds: string[]; updatedAt: Date };

const ofWorkspace = {
  scope: "workspace:admin",
  find: ({ workspace }: { workspace: string }) => findWorkspace(workspace),
  missing: ({ workspace }: { workspace: string }) => ({ what: "workspace", name: workspace }) as const,
} as const;

export const getNoticeWebhook = operation({
  ...ofWorkspace,
  name: "notice_webhooks.get",
  input: z.object({ workspace: z.string() }),
  run: async ({ found }): Promise<Result<NoticeWebhook | null>> => {
    const [webhook] = await db()
      .select({
        url: noticeWebhooks.url,
        mutedKinds: noticeWebhooks.mutedKinds,
        updatedAt: noticeWebhooks.updatedAt,
      })
      .from(noticeWebhooks)
      .where(eq(noticeWebhooks.workspaceId, found.id));
    return ok(webhook ?? null);
  },
});

/** Saves where notices go. The secret that signs them is in the result of the first save and nowhere else. */
export const saveNoticeWebhook = operation({
  ...ofWorkspace,
  name: "notice_webhooks.save",
  input: z.object({ workspace: z.string(), url: webhookUrlSchema, mutedKinds: MutedKinds }),
  run: ({ caller, input: { url, mutedKinds }, found }) =>
    db().transaction(async (tx): Promise<Result<{ secret: string | null }>> => {
      if (!(await lockWorkspace(tx, found.id, "update"))) return gone(found);
      const change = { url, mutedKinds, updatedAt: new Date() };
      const changed = await tx
        .update(noticeWebhooks)
        .set(change)
        .where(eq(noticeWebhooks.workspaceId, found.id))
        .returning({ url: noticeWebhooks.url });
      const secret = changed.length > 0 ? null : newSecret();
      if (secret !== null)
        await tx.insert(noticeWebhooks).values({ workspaceId: found.id, ...change, ...sealed(secret, found) });
      await recordAudit(tx, caller, {
        action: "notice_webhook.saved",
        resource: found.resource,
        details: { host: new URL(url).host, muted_kinds: mutedKinds },
      });
      return ok({ secret });
    }),
});

/** Makes another secret. The old one signs nothing from now on. */
export const renewNoticeWebhookSecret = operation({
  ...ofWorkspace,
  name: "notice_webhooks.renew_secret",
  input: z.object({ workspace: z.string() }),
  run: ({ caller, found }) =>
    db().transaction(async (tx): Promise<Result<{ secret: string }>> => {
      const secret = newSecret();
      const [changed] = await tx
        .update(noticeWebhooks)
        .set({ ...sealed(secret, found), updatedAt: new Date() })
        .where(eq(noticeWebhooks.workspaceId, found.id))
        .returning({ url: noticeWebhooks.url });
      if (!changed) return noWebhook;
      await recordAudit(tx, caller, {
        action: "notice_webhook.saved",
        resource: found.resource,
        details: { host: new URL(changed.url).host, secret_renewed: true },
      });
      return ok({ secret });
    }),
});

export const deleteNoticeWebhook = operation({
  ...ofWorkspace,
  name: "notice_webhooks.delete",
  input: z.object({ workspace: z.string() }),
  run: ({ caller, found }) =>
    db().transaction(async (tx): Promise<Result<null>> => {
      const [deleted] = await tx
        .delete(noticeWebhooks)
        .where(eq(noticeWebhooks.workspaceId, found.id))
        .returning({ url: noticeWebhooks.url });
      if (!deleted) return noWebhook;
      await recordAudit(tx, caller, {
        action: "notice_webhook.deleted",
        resource: found.resource,
        details: { host: new URL(deleted.url).host },
      });
      return ok(null);
    }),
});

/** Posts a signed event that tells of nothing, once, and says what came of it. */
export const testNoticeWebhook = operation({
  ...ofWorkspace,
  name: "notice_webhooks.test",
  input: z.object({ workspace: z.string() }),
  run: async ({ found }): Promise<Result<null>> => {
    const webhook = await findNoticeWebhook(db(), found.id);
    if (!webhook) return noWebhook;
    const body = { event: "test", workspace: { uuid: `{${found.id}}`, slug: found.slug } };
    try {
      await postEvent(webhook, { id: newId(), key: "access_token:test", body: JSON.stringify(body), attempt: 1 });
      return ok(null);
    } catch (error) {
      if (!(error instanceof WebhookFailedError)) throw error;
      return fail({ code: "conflict", message: error.message });
    }
  },
});

/** Where the workspace's notices go, with what signs them. Says nothing of who may know. */
export async function findNoticeWebhook(
  executor: Executor,
  workspaceId: string,
): Promise<{ url: string; secret: string; mutedKinds: string[] } | null> {
  const [row] = await executor.select().from(noticeWebhooks).where(eq(noticeWebhooks.workspaceId, workspaceId));
  if (!row) return null;
  const secret = openSecret({ keyId: row.keyId, sealed: row.secret }, placeOf(workspaceId));
  return { url: row.url, secret, mutedKinds: row.mutedKinds };
}

const noWebhook: Result<never> = fail({
  code: "conflict",
  message: "There is no webhook any more. Somebody deleted it.",
});

function gone({ slug }: Workspace): Result<never> {
  return fail({ code: "not_found", what: "workspace", name: slug });
}

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

function sealed(secret: string, { id }: Workspace): { keyId: string; secret: Buffer } {
  const box = sealSecret(secret, placeOf(id));
  return { keyId: box.keyId, secret: box.sealed };
}

function placeOf(workspaceId: string): string {
  return `notice-webhook ${workspaceId}`;
}
