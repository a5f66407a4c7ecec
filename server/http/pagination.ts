import { z } from "zod";
import type { RestRequest } from "./operation-route";

const defaultLength = 10;
const greatestLength = 100;

/** What the query of a list may hold, for the description of the API. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).describe("Counts from 1").optional(),
  pagelen: z.coerce.number().int().min(1).max(greatestLength).describe("How many there are on a page").optional(),
});

/** What the query of a list may hold that can be asked for a part of it, in an order. */
export const QueriedPageQuery = PageQuery.extend({
  q: z.string().describe('Such as `name ~ "api" AND updated_on > 2026-01-31`').optional(),
  sort: z.string().describe("Fields, separated by commas; `-` before one turns it round").optional(),
});

/** `q` and `sort` of the query. One that is empty asks for nothing: some clients send it so when they have no wish. */
export function queryOf({ query }: RestRequest): { q: string | undefined; sort: string | undefined } {
  return { q: query.get("q")?.trim() || undefined, sort: query.get("sort")?.trim() || undefined };
}

/** `page` and `pagelen` of the query. A length out of bounds is brought into them; clients ask for 1000. */
export function pageOf({ query }: RestRequest): { page: number; pageLength: number } {
  const length = Number(query.get("pagelen") ?? defaultLength);
  return {
    page: query.has("page") ? Number(query.get("page")) : 1,
    pageLength: Number.isInteger(length) && length > 0 ? Math.min(length, greatestLength) : defaultLength,
  };
}

/** A page of what was read whole. */
export function pageFrom<Item>(all: readonly Item[], request: RestRequest) {
  const { page, pageLength } = pageOf(request);
  const end = page * pageLength;
  return { items: all.slice(end - pageLength, end), total: all.length, page, pageLength };
}

/** A page of a list whose size is known. */
export function paginated<Item>(
  request: RestRequest,
  { items, total, page, pageLength }: { items: readonly Item[]; total: number; page: number; pageLength: number },
  present: (item: Item) => unknown,
) {
  return {
    values: items.map(present),
    pagelen: pageLength,
    size: total,
    page,
    ...(page * pageLength < total ? { next: addressOf(request, page + 1) } : {}),
    ...(page > 1 ? { previous: addressOf(request, page - 1) } : {}),
  };
}

/** A page of a list that is only ever followed, and never counted. */
export function iterated<Item>(
  request: RestRequest,
  { items, more }: { items: readonly Item[]; more: boolean },
  present: (item: Item) => unknown,
) {
  const { page, pageLength } = pageOf(request);
  return {
    values: items.map(present),
    pagelen: pageLength,
    ...(more ? { next: addressOf(request, page + 1) } : {}),
    ...(page > 1 ? { previous: addressOf(request, page - 1) } : {}),
  };
}

/** The address that was asked, at another page; all else in its query is kept. */
function addressOf(request: RestRequest, page: number): string {
  const query = new URLSearchParams(request.query);
  query.set("page", String(page));
  return `${request.origin}${request.path}?${query}`;
}
