import { z } from "zod";
import { type TokenFilter, type TokenSort, tokenFilters, tokenSorts } from "@/lib/access-tokens/list-input";
import type { ResourceName } from "@/lib/resource-name";

/** What of the list is shown. It stands in the page's address. */
export type Shown = {
  state: "active" | "inactive";
  search: string;
  filter: TokenFilter | undefined;
  /** Undefined: the usual order. */
  sort: TokenSort | undefined;
  page: number;
  /** A token that was just issued: it comes first and is marked. */
  created: string | undefined;
};

type Parameters = Record<string, string | string[] | undefined>;

const Address = z.object({
  state: z.enum(["active", "inactive"]).catch("active"),
  search: z.string().trim().max(200).catch(""),
  filter: z.enum(tokenFilters).optional().catch(undefined),
  sort: z.enum(tokenSorts).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  created: z.uuid().optional().catch(undefined),
});

/** Anything in an address that makes no sense is as if it weren't there. */
export function parseShown(parameters: Parameters): Shown {
  return { filter: undefined, sort: undefined, created: undefined, ...Address.parse(parameters) };
}

/** The address of a list that shows this; what is usual is left out. */
export function listHref(base: string, shown: Partial<Shown>): string {
  const query = shownQuery(shown);
  return query.size > 0 ? `${base}?${query}` : base;
}

/** Where the list is fetched anew. */
export function refreshHref(resource: ResourceName, shown: Shown): string {
  const query = shownQuery(shown);
  for (const [key, value] of Object.entries(resource)) query.set(key, value);
  return `/api/access-tokens?${query}`;
}

/** Where the list can be had as a file, all its pages together. */
export function exportHref(resource: ResourceName, shown: Shown): string {
  const query = shownQuery({ ...shown, page: 1, created: undefined });
  for (const [key, value] of Object.entries(resource)) query.set(key, value);
  return `/api/access-tokens/export?${query}`;
}

function shownQuery({
  state = "active",
  search = "",
  filter,
  sort,
  page = 1,
  created,
}: Partial<Shown>): URLSearchParams {
  const query = new URLSearchParams();
  if (state !== "active") query.set("state", state);
  if (search !== "") query.set("search", search);
  if (filter) query.set("filter", filter);
  if (sort) query.set("sort", sort);
  if (page > 1) query.set("page", String(page));
  if (created) query.set("created", created);
  return query;
}
