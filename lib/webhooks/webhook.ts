import { and, eq, isNull } from "drizzle-orm";
import { db } from "@/db/client";
import { webhooks } from "@/db/schema/webhooks";
import { fail, ok, type Result } from "../errors";
import { namedId } from "../ids";
import type { Repository } from "../repositories/find";
import { openSecret, UnopenableSecret } from "../secret-box";
import type { Workspace } from "../workspaces/find";
import { WebhookFailedError } from "./post";

/** What may be told of a webhook: that it has a secret, never which. */
export type Webhook = {
  id: string;
  url: string;
  description: string;
  active: boolean;
  events: string[];
  hasSecret: boolean;
  createdAt: Date;
  updatedAt: Date;
};
export type WebhookRow = typeof webhooks.$inferSelect;

/** What a webhook belongs to. */
export type WebhookOwner = Repository | Workspace;

export function toWebhook({ id, url, description, active, events, secret, createdAt, updatedAt }: WebhookRow): Webhook {
  return { id, url, description, active, events, hasSecret: secret !== null, createdAt, updatedAt };
}

/** Ids that a row of this owner has. */
export function idsOf(owner: WebhookOwner): { workspaceId: string; repositoryId: string | null } {
  return "workspace" in owner
    ? { workspaceId: owner.workspace.id, repositoryId: owner.id }
    : { workspaceId: owner.id, repositoryId: null };
}

export function ofOwner(owner: WebhookOwner) {
  const { workspaceId, repositoryId } = idsOf(owner);
  return and(
    eq(webhooks.workspaceId, workspaceId),
    repositoryId === null ? isNull(webhooks.repositoryId) : eq(webhooks.repositoryId, repositoryId),
  );
}

/** The webhook of that `{uuid}`, where it belongs to this owner. */
export async function requireWebhook(owner: WebhookOwner, name: string): Promise<Result<WebhookRow>> {
  const id = namedId(name);
  if (!id) return fail(unknownWebhook(name));
  const [row] = await db()
    .select()
    .from(webhooks)
    .where(and(ofOwner(owner), eq(webhooks.id, id)));
  return row ? ok(row) : fail(unknownWebhook(name));
}

export function unknownWebhook(name: string) {
  return { code: "not_found" as const, what: "other" as const, name: `Webhook ${name.slice(0, 100)}` };
}

/** What signs its deliveries; null: nothing does. Where it can't be opened, nothing can be delivered. */
export function secretOf({ id, secret, keyId }: WebhookRow): string | null {
  try {
    return secret && keyId ? openSecret({ keyId, sealed: secret }, placeOf(id)) : null;
  } catch (error) {
    if (!(error instanceof UnopenableSecret)) throw error;
    throw new WebhookFailedError("The secret of this webhook can’t be read any more. Set it again.");
  }
}

/** Where its secret is sealed for. */
export function placeOf(id: string): string {
  return `webhook ${id}`;
}
