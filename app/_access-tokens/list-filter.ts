import type { ResourceName } from "@/lib/resource-name";
import type { TokenFilter } from "./list-address";

/** What the domain's list takes, from what stands in the address. */
export function listFilter(resource: ResourceName, { created, ...filter }: TokenFilter) {
  return { resource, ...filter, ...(created === undefined ? {} : { first: created }) };
}
