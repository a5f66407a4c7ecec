import { z } from "zod";
import type { ExportFormat } from "@/lib/audit/export-lines";
import { AuditFilter, CursorText } from "@/lib/audit/filter";
import type { ResourceName } from "@/lib/resource-name";

/** What of the log is shown. It stands in the page's address. */
export type Shown = {
  filter: AuditFilter;
  /** The place from which on older events are shown, or newer ones. */
  before: string | null;
  after: string | null;
};

type Parameters = Record<string, unknown>;

const { group, actor, from, to, search } = AuditFilter.shape;
const Filter = z.object({
  group: group.catch(null),
  actor: actor.catch(null),
  from: from.catch(null),
  to: to.catch(null),
  search: search.catch(""),
});
const Place = z
  .string()
  .refine((text) => CursorText.safeParse(text).success)
  .nullable()
  .catch(null);

/** Anything in an address that makes no sense is as if it weren't there. */
export function parseShown(parameters: Parameters): Shown {
  return {
    filter: Filter.parse(parameters),
    before: Place.parse(parameters.before),
    after: Place.parse(parameters.after),
  };
}

/** The log's address with what is shown; what is usual is left out. */
export function shownHref(base: string, filter: AuditFilter, place: Partial<Omit<Shown, "filter">> = {}): string {
  const query = filterQuery(filter);
  if (place.before) query.set("before", place.before);
  if (place.after) query.set("after", place.after);
  return query.size > 0 ? `${base}?${query}` : base;
}

/** Where all that the filter lets through is fetched as a file. */
export function exportHref(resource: ResourceName, filter: AuditFilter, format: ExportFormat): string {
  const query = filterQuery(filter);
  for (const [key, value] of Object.entries(resource)) query.set(key, value);
  query.set("format", format);
  return `/api/audit-log/export?${query}`;
}

export function isUnfiltered(filter: AuditFilter): boolean {
  return filterQuery(filter).size === 0;
}

function filterQuery(filter: AuditFilter): URLSearchParams {
  return new URLSearchParams(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
