import { z } from "zod";
import type { eventsOf, WebhookSubject } from "../webhooks/events";
import type { Webhook, WebhookOwner } from "../webhooks/webhook";
import { CondensedRepositoryObject, condensedRepository } from "./repository";
import { Link, Timestamp, timestamp, Uuid, uuidOf } from "./values";
import { CondensedWorkspaceObject, condensedWorkspace } from "./workspace";

export const WebhookObject = z
  .object({
    type: z.literal("webhook_subscription"),
    uuid: Uuid,
    url: z.string(),
    description: z.string(),
    subject_type: z.enum(["repository", "workspace"]),
    subject: z.union([CondensedRepositoryObject, CondensedWorkspaceObject]),
    active: z.boolean(),
    created_at: Timestamp,
    events: z.array(z.string()),
    secret_set: z.boolean(),
    skip_cert_verification: z.literal(false),
    links: z.object({ self: Link }),
  })
  .meta({ id: "webhook_subscription" });

export function presentWebhook(webhook: Webhook, owner: WebhookOwner, origin: string): z.infer<typeof WebhookObject> {
  const ofRepository = "workspace" in owner;
  const subject = ofRepository ? condensedRepository(owner, origin) : condensedWorkspace(owner, origin);
  const { url, description, active, events, hasSecret } = webhook;
  return {
    type: "webhook_subscription",
    uuid: uuidOf(webhook),
    url,
    description,
    subject_type: ofRepository ? "repository" : "workspace",
    subject,
    active,
    created_at: timestamp(webhook.createdAt),
    events,
    secret_set: hasSecret,
    skip_cert_verification: false,
    links: { self: { href: `${subject.links.self.href}/hooks/${encodeURIComponent(uuidOf(webhook))}` } },
  };
}

const EventLinks = z.object({ links: z.object({ events: Link }) });

export const EventSubjectsObject = z
  .object({ repository: EventLinks, workspace: EventLinks })
  .meta({ id: "subject_types" });

export function presentEventSubjects(origin: string): z.infer<typeof EventSubjectsObject> {
  const linked = (subject: WebhookSubject) => ({
    links: { events: { href: `${origin}/2.0/hook_events/${subject}` } },
  });
  return { repository: linked("repository"), workspace: linked("workspace") };
}

export const HookEventObject = z
  .object({ event: z.string(), category: z.string(), label: z.string(), description: z.string() })
  .meta({ id: "hook_event" });

export function presentEvent([event, definition]: ReturnType<typeof eventsOf>[number]): z.infer<
  typeof HookEventObject
> {
  const { category, label, description } = definition;
  return { event, category, label, description };
}
