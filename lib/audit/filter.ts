import { z } from "zod";
import { type AuditGroup, auditGroups } from "./actions";

export const eventsPerPage = 50;

const day = z.iso
  .date()
  // What comes of a day has to be a moment that the database knows.
  .refine((text) => text >= "1970-01-01" && text < "9000-01-01")
  .nullable()
  .default(null);

/** What of a log is shown. */
export const AuditFilter = z.object({
  group: z
    .enum(Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]])
    .nullable()
    .default(null),
  /** A kind of actor, or one of them by id. */
  actor: z
    .union([z.enum(["user", "access_token", "runner", "operator", "system"]), z.uuid()])
    .nullable()
    .default(null),
  /** The first and the last day, in UTC. */
  from: day,
  to: day,
  /** In names, actions, details and addresses. */
  search: z.string().trim().max(200).default(""),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** A place between two events: where an event stands in the order of a log. */
export type Cursor = { at: Date; id: string };

export function cursorText({ at, id }: Cursor): string {
  return `${at.getTime()}-${id}`;
}

export const CursorText = z
  .string()
  .regex(/^\d{1,13}-[0-9a-f-]{36}$/)
  .transform((text): Cursor => {
    const dash = text.indexOf("-");
    return { at: new Date(Number(text.slice(0, dash))), id: text.slice(dash + 1) };
  })
  .pipe(z.object({ at: z.date(), id: z.uuid() }));
