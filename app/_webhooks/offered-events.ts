import { eventsOf, type WebhookSubject } from "@/lib/webhooks/events";
import type { OfferedEvent } from "./webhook-form";

/** The events that a form offers. */
export function offeredEvents(kind: WebhookSubject): OfferedEvent[] {
  return eventsOf(kind).map(([key, { category, label, description }]) => ({ key, category, label, description }));
}
