import { and, asc, count, eq } from "drizzle-orm";
import { z } from "zod";
import { db, type Executor } from "@/db/client";
import { webhookDeliveries, webhooks } from "@/db/schema/webhooks";
import { recordAudit } from "../audit/record";
import { can } from "../authorization/can";
import type { Caller } from "../authorization/principal";
import { fail, invalid, ok, type Result } from "../errors";
import { namedRepository, RepositoryInput } from "../git-content/repository-input";
import { newId } from "../ids";
import { webhookUrlSchema } from "../notices/input";
import { insufficientScope, operation } from "../operation";
import { type Page, PageInput } from "../page";
import { holdOwner } from "../repositories/hold";
import { sealSecret } from "../secret-box";
import { namedWorkspace, WorkspaceInput } from "../workspaces/named";
import { type EventKey, eventsOf, webhookEvents } from "./events";
import { wakeWebhook } from "./wake";
import {
  idsOf,
  ofOwner,
  placeOf,
  requireWebhook,
  toWebhook,
  unknownWebhook,
  type Webhook,
  type WebhookOwner,
  type WebhookRow,
} from "./webhook";

const mostOfOwner = 50;

const WebhookValues = z.object({
  url: webhookUrlSchema,
  description: z.string().max(255, "Use at most 255 characters.").default(""),
  active: z.boolean().default(true),
  events: z
    .array(z.string())
    .min(1, "Choose at least one event.")
    .max(100)
    .transform((keys) => [...new Set(keys)]),
  /** Null takes the secret away; without one, what is there stays. */
  secret: z.string().min(1).max(128, "Use at most 128 characters.").nullish(),
});
const WebhookChanges = z.object({
  url: webhookUrlSchema.optional(),
  description: z.string().max(255, "Use at most 255 characters.").optional(),
  active: z.boolean().optional(),
  events: WebhookValues.shape.events.optional(),
  secret: WebhookValues.shape.secret,
});

/** A webhook, with what it belongs to. */
export type WebhookIn<Value> = Value & { owner: WebhookOwner };
type One = WebhookIn<{ webhook: Webhook }>;

export const listRepositoryWebhooks = operation({
  name: "repositories.listWebhooks",
  scope: "webhook",
  input: PageInput.extend(RepositoryInput.shape),
  ...namedRepository,
  run: ({ input, found }) => list(found, input),
});

export const listWorkspaceWebhooks = operation({
  name: "workspaces.getWebhooksForWorkspace",
  scope: "webhook",
  input: PageInput.extend(WorkspaceInput.shape),
  ...namedWorkspace,
  run: ({ input, found }) => list(found, input),
});

export const createRepositoryWebhook = operation({
  name: "repositories.createWebhook",
  scope: "webhook",
  input: RepositoryInput.extend(WebhookValues.shape),
  ...namedRepository,
  run: ({ caller, input, found }) => create(caller, found, input),
});

export const createWorkspaceWebhook = operation({
  name: "workspaces.createWebhookForWorkspace",
  scope: "webhook",
  input: WorkspaceInput.extend(WebhookValues.shape),
  ...namedWorkspace,
  run: ({ caller, input, found }) => create(caller, found, input),
});

export const getRepositoryWebhook = operation({
  name: "repositories.getWebhook",
  scope: "webhook",
  input: RepositoryInput.extend({ webhook: z.string() }),
  ...namedRepository,
  run: ({ input, found }) => get(found, input.webhook),
});

export const getWorkspaceWebhook = operation({
  name: "workspaces.getWebhookForWorkspace",
  scope: "webhook",
  input: WorkspaceInput.extend({ webhook: z.string() }),
  ...namedWorkspace,
  run: ({ input, found }) => get(found, input.webhook),
});

/** Changes what is given; what isn't stays. */
export const updateRepositoryWebhook = operation({
  name: "repositories.updateWebhook",
  scope: "webhook",
  input: RepositoryInput.extend({ webhook: z.string(), ...WebhookChanges.shape }),
  ...namedRepository,
  run: ({ caller, input, found }) => update(caller, found, input),
});

/** Changes what is given; what isn't stays. */
export const updateWorkspaceWebhook = operation({
  name: "workspaces.updateWebhookForWorkspace",
  scope: "webhook",
  input: WorkspaceInput.extend({ webhook: z.string(), ...WebhookChanges.shape }),
  ...namedWorkspace,
  run: ({ caller, input, found }) => update(caller, found, input),
});

export const deleteRepositoryWebhook = operation({
  name: "repositories.deleteWebhook",
  scope: "webhook",
  input: RepositoryInput.extend({ webhook: z.string() }),
  ...namedRepository,
  run: ({ caller, input, found }) => remove(caller, found, input.webhook),
});

export const deleteWorkspaceWebhook = operation({
  name: "workspaces.deleteWebhookForWorkspace",
  scope: "webhook",
  input: WorkspaceInput.extend({ webhook: z.string() }),
  ...namedWorkspace,
  run: ({ caller, input, found }) => remove(caller, found, input.webhook),
});

async function list(
  owner: WebhookOwner,
  { page, pageLength }: { page: number; pageLength: number },
): Promise<Result<WebhookIn<Page<Webhook>>>> {
  const [counted] = await db().select({ total: count() }).from(webhooks).where(ofOwner(owner));
  const rows = await db()
    .select()
    .from(webhooks)
    .where(ofOwner(owner))
    .orderBy(asc(webhooks.createdAt), asc(webhooks.id))
    .limit(pageLength)
    .offset((page - 1) * pageLength);
  return ok({ items: rows.map(toWebhook), total: counted?.total ?? 0, page, pageLength, owner });
}

async function get(owner: WebhookOwner, name: string): Promise<Result<One>> {
  const row = await requireWebhook(owner, name);
  return row.ok ? ok({ webhook: toWebhook(row.value), owner }) : row;
}

async function create(
  caller: Caller,
  owner: WebhookOwner,
  { url, description, active, events, secret }: z.output<typeof WebhookValues>,
): Promise<Result<One>> {
  const refused = refusedEvents(caller, owner, events);
  if (refused) return refused;
  const now = new Date();
  const id = newId();
  return await db().transaction(async (tx): Promise<Result<One>> => {
    const gone = await holdOwner(tx, idsOf(owner));
    if (gone) return fail(gone);
    const [counted] = await tx.select({ total: count() }).from(webhooks).where(ofOwner(owner));
    if ((counted?.total ?? 0) >= mostOfOwner) {
      return fail({ code: "conflict", message: `There are ${mostOfOwner} webhooks here. Delete one first.` });
    }
    const row = {
      id,
      ...idsOf(owner),
      url,
      description,
      active,
      events,
      ...sealed(id, secret ?? null),
      busyUntil: null,
      createdAt: now,
      updatedAt: now,
    };
    await tx.insert(webhooks).values(row);
    await recordAudit(tx, caller, {
      action: "webhook.created",
      resource: owner.resource,
      details: { host: new URL(url).host, events },
    });
    return ok({ webhook: toWebhook(row), owner });
  });
}

async function update(
  caller: Caller,
  owner: WebhookOwner,
  { webhook, url, description, active, events, secret }: { webhook: string } & z.output<typeof WebhookChanges>,
): Promise<Result<One>> {
  const known = await requireWebhook(owner, webhook);
  if (!known.ok) return known;
  const one = and(ofOwner(owner), eq(webhooks.id, known.value.id));
  return await db().transaction(async (tx): Promise<Result<One>> => {
    // Nobody changes it, and nothing is written down for it, until what is asked here has come true.
    const [before] = await tx.select().from(webhooks).where(one).for("update");
    if (!before) return fail(unknownWebhook(webhook));
    const { id } = before;
    // What it hears of already takes no scope to keep, as long as those who hear it stay the same.
    const changesHands =
      (url !== undefined && url !== before.url) || (active === true && !before.active) || secret !== undefined;
    const told = changesHands ? [...before.events, ...(await waitingEvents(tx, before))] : [];
    const added = (events ?? []).filter((key) => !before.events.includes(key));
    const refused = refusedEvents(caller, owner, [...told, ...added]);
    if (refused) return refused;
    const [row] = await tx
      .update(webhooks)
      .set({
        url,
        description,
        active,
        events,
        ...(secret === undefined ? {} : sealed(id, secret)),
        updatedAt: new Date(),
      })
      .where(one)
      .returning();
    if (!row) return fail(unknownWebhook(webhook));
    await wakeWebhook(tx, row);
    await recordAudit(tx, caller, {
      action: "webhook.updated",
      resource: owner.resource,
      details: { host: new URL(row.url).host, events: row.events, active: row.active },
    });
    return ok({ webhook: toWebhook(row), owner });
  });
}

/** What it no longer hears of may wait still. */
async function waitingEvents(tx: Executor, { workspaceId, id }: WebhookRow): Promise<string[]> {
  const waiting = and(
    eq(webhookDeliveries.workspaceId, workspaceId),
    eq(webhookDeliveries.webhookId, id),
    eq(webhookDeliveries.state, "waiting"),
  );
  const { eventKey: key } = webhookDeliveries;
  const rows = await tx.select({ key }).from(webhookDeliveries).where(waiting).groupBy(key);
  return rows.map(({ key }) => key);
}

async function remove(caller: Caller, owner: WebhookOwner, name: string): Promise<Result<null>> {
  const known = await requireWebhook(owner, name);
  if (!known.ok) return known;
  return await db().transaction(async (tx): Promise<Result<null>> => {
    const [row] = await tx
      .delete(webhooks)
      .where(and(ofOwner(owner), eq(webhooks.id, known.value.id)))
      .returning();
    if (!row) return fail(unknownWebhook(name));
    await recordAudit(tx, caller, {
      action: "webhook.deleted",
      resource: owner.resource,
      details: { host: new URL(row.url).host },
    });
    return ok(null);
  });
}

/** A webhook tells nobody what they may not read: each event takes the read scope of its subject. */
function refusedEvents(caller: Caller, owner: WebhookOwner, keys: readonly string[]): Result<never> | null {
  const offered = new Map<string, unknown>(eventsOf("workspace" in owner ? "repository" : "workspace"));
  for (const key of keys) {
    if (!offered.has(key)) {
      return invalid(
        "events",
        `${key.slice(0, 100)} doesn’t happen here. Choose among ${[...offered.keys()].join(", ")}.`,
      );
    }
    const { scope } = webhookEvents[key as EventKey];
    if (!can(caller.principal, scope, owner.resource)) {
      return fail(insufficientScope(caller.principal, scope, owner.resource));
    }
  }
  return null;
}

function sealed(id: string, secret: string | null): { secret: Buffer | null; keyId: string | null } {
  if (secret === null) return { secret: null, keyId: null };
  const box = sealSecret(secret, placeOf(id));
  return { secret: box.sealed, keyId: box.keyId };
}
