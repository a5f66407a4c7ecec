import { queryOptions } from "@tanstack/react-query";
import type { ResourceName } from "@/lib/resource-name";
import type { RecentUse } from "./recent-use";

/** Who uses a token just now, asked for once a dialog is about it. */
export function recentUseQuery(resource: ResourceName, id: string) {
  return queryOptions({
    queryKey: ["recent-use", resource, id],
    queryFn: async ({ signal }): Promise<RecentUse> => {
      const query = new URLSearchParams({ ...resource, id });
      const response = await fetch(`/api/access-tokens/use?${query}`, { signal, cache: "no-store" });
      if (!response.ok) throw new Error(`The use of a token was answered with ${response.status}.`);
      return response.json();
    },
  });
}
