import type { WebhookOwnerName } from "@/lib/webhooks/deliveries";

/** What webhooks belong to, with what people call it and where its webhooks are. */
export type WebhookSubject = { owner: WebhookOwnerName; label: string; path: string };
