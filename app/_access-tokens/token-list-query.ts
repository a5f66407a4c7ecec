import { queryOptions } from "@tanstack/react-query";
import type { ResourceName } from "@/lib/resource-name";
import { refreshHref, type Shown } from "./list-address";
import type { TokenItemPage } from "./token-item";

const usualMs = 30_000;
const afterFailureMs = 10_000;

/** The session or the role is gone: the page itself has to say so. */
export class NoLongerAllowedError extends Error {
  override name = "NoLongerAllowedError";
}

export function tokenListQuery(resource: ResourceName, shown: Shown, initial: TokenItemPage) {
  return queryOptions({
    queryKey: ["access-tokens", resource, shown],
    queryFn: async ({ signal }): Promise<TokenItemPage> => {
      const response = await fetch(refreshHref(resource, shown), { signal, cache: "no-store" });
      if ([401, 403, 404].includes(response.status)) throw new NoLongerAllowedError();
      if (!response.ok) throw new Error(`The list was answered with ${response.status}.`);
      return response.json();
    },
    initialData: initial,
    initialDataUpdatedAt: initial.at,
    staleTime: usualMs,
    refetchInterval: ({ state }) => (state.status === "error" ? afterFailureMs : usualMs),
  });
}
