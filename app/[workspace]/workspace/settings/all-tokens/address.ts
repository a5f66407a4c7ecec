import { z } from "zod";
import { type TokenFilter, type TokenSort, tokenFilters, tokenSorts } from "@/lib/access-tokens/list-input";

/** What of a workspace's tokens is shown. It stands in the page's address. */
export type Shown = {
  state: "active" | "inactive";
  search: string;
  filter: TokenFilter | undefined;
  sort: TokenSort | undefined;
  page: number;
};

const Address = z.object({
  state: z.enum(["active", "inactive"]).catch("active"),
  search: z.string().trim().max(200).catch(""),
  filter: z.enum(tokenFilters).optional().catch(undefined),
  sort: z.enum(tokenSorts).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
});

/** Anything in an address that makes no sense is as if it weren't there. */
export function parseShown(parameters: Record<string, string | string[] | undefined>): Shown {
  return { filter: undefined, sort: undefined, ...Address.parse(parameters) };
}

/** The address with what is shown; what is usual is left out. */
export function shownHref(base: string, { state, search, filter, sort, page }: Partial<Shown>): string {
  const query = new URLSearchParams();
  if (state === "inactive") query.set("state", state);
  if (search) query.set("search", search);
  if (filter) query.set("filter", filter);
  if (sort) query.set("sort", sort);
  if (page && page > 1) query.set("page", String(page));
  return query.size > 0 ? `${base}?${query}` : base;
}
