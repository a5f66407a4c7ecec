import { z } from "zod";
import { ok, type Result } from "../errors";
import { operation } from "../operation";
import { findResource, missingResource, type NamedResource, ResourceName } from "../resource-name";
import { AuditFilter, CursorText, cursorText, eventsPerPage } from "./filter";
import { type Place, selectEvents } from "./select";
import { type AuditEventView, toViews } from "./view";

export type AuditPage = {
  /** The newest first. */
  events: AuditEventView[];
  /** Where newer and older ones are found: what `after` and `before` take. Null where there are none. */
  newer: string | null;
  older: string | null;
};

const ofResource = {
  scope: "audit_log",
  find: ({ resource }: { resource: ResourceName }) => findResource(resource),
  missing: ({ resource }: { resource: ResourceName }) => missingResource(resource),
} as const;

/** The log of a workspace, a project with its repositories, or a repository; a page at a time. */
export const listAuditEvents = operation({
  name: "audit_events.list",
  ...ofResource,
  input: z.object({
    resource: ResourceName,
    filter: AuditFilter.default(AuditFilter.parse({})),
    before: CursorText.nullable().default(null),
    after: CursorText.nullable().default(null),
  }),
  run: async ({ input: { filter, before, after }, found }): Promise<Result<AuditPage>> => {
    if (before) return ok(await page(found, filter, { before }));
    const newer = after && (await page(found, filter, { after }));
    // The newest page is full where there is enough to fill it.
    return ok(newer?.newer ? newer : await page(found, filter, null));
  },
});

const batch = 1_000;

/** All that the filter lets through, batch by batch, so that a log of any length can be written out. */
export const exportAuditEvents = operation({
  name: "audit_events.export",
  ...ofResource,
  input: z.object({ resource: ResourceName, filter: AuditFilter.default(AuditFilter.parse({})) }),
  run: async ({ input, found }): Promise<Result<AsyncGenerator<AuditEventView[]>>> => ok(batches(found, input.filter)),
});

async function page(found: NamedResource, filter: AuditFilter, place: Place): Promise<AuditPage> {
  const rows = await selectEvents(found.resource, filter, place, eventsPerPage + 1);
  const forwards = place !== null && "after" in place;
  const more = rows.length > eventsPerPage;
  const shown = forwards ? rows.slice(-eventsPerPage) : rows.slice(0, eventsPerPage);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    events: await toViews(found.workspace, shown),
    newer: first && (forwards ? more : place !== null) ? cursorText(first) : null,
    older: last && (forwards || more) ? cursorText(last) : null,
  };
}

async function* batches({ resource, workspace }: NamedResource, filter: AuditFilter): AsyncGenerator<AuditEventView[]> {
  for (let place: Place = null; ; ) {
    const rows = await selectEvents(resource, filter, place, batch);
    const last = rows.at(-1);
    if (!last) return;
    yield await toViews(workspace, rows);
    if (rows.length < batch) return;
    place = { before: last };
  }
}
