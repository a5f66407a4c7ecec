import { z } from "zod";

/** What a list of tokens can be narrowed to. Pages share this with the server; nothing here needs one. */
export const tokenFilters = [
  "never_expires",
  "expires_soon",
  "unused",
  "strong_scopes",
  "over_policy",
  "issuer_left",
] as const;
export type TokenFilter = (typeof tokenFilters)[number];

export const tokenSorts = ["used", "unused", "name", "created", "oldest", "expires", "ended"] as const;
export type TokenSort = (typeof tokenSorts)[number];

/** What every list of tokens takes. Without a sort the active come by newest use, the inactive by newest end. */
export const listFields = {
  state: z.enum(["active", "inactive"]).default("active"),
  search: z.string().trim().max(200).default(""),
  filter: z.enum(tokenFilters).optional(),
  sort: z.enum(tokenSorts).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1).default(1),
};

export function sortOf({ state, sort }: { state: "active" | "inactive"; sort?: TokenSort | undefined }): TokenSort {
  return sort ?? (state === "active" ? "used" : "ended");
}

export const tokensPerPage = 50;

/** How many tokens can be revoked together. */
export const mostAtOnce = 1_000;
