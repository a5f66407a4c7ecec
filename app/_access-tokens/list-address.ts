import { z } from "zod";
import type { ResourceName } from "@/lib/resource-name";

/** What of the list is shown. It stands in the page's address. */
export type TokenFilter = {
  state: "active" | "inactive";
  search: string;
  page: number;
  /** A token that was just issued: it comes first and is marked. */
  created: string | undefined;
};

type Parameters = Record<string, string | string[] | undefined>;

const Filter = z.object({
  state: z.enum(["active", "inactive"]).catch("active"),
  search: z.string().trim().max(200).catch(""),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  created: z.uuid().optional().catch(undefined),
});

/** Anything in an address that makes no sense is as if it weren't there. */
export function parseFilter(parameters: Parameters): TokenFilter {
  return { created: undefined, ...Filter.parse(parameters) };
}

/** The address of a list with the filter; what is usual is left out. */
export function listHref(base: string, filter: Partial<TokenFilter>): string {
  const query = filterQuery(filter);
  return query.size > 0 ? `${base}?${query}` : base;
}

/** Where the list is fetched anew. */
export function refreshHref(resource: ResourceName, filter: TokenFilter): string {
  const query = filterQuery(filter);
  for (const [key, value] of Object.entries(resource)) query.set(key, value);
  return `/api/access-tokens?${query}`;
}

function filterQuery({ state = "active", search = "", page = 1, created }: Partial<TokenFilter>): URLSearchParams {
  const query = new URLSearchParams();
  if (state !== "active") query.set("state", state);
  if (search !== "") query.set("search", search);
  if (page > 1) query.set("page", String(page));
  if (created) query.set("created", created);
  return query;
}
