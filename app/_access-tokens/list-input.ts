import type { ResourceName } from "@/lib/resource-name";
import type { Shown } from "./list-address";

/** What the domain's list takes, from what stands in the address. */
export function listInput(resource: ResourceName, { created, filter, sort, ...shown }: Shown) {
  return {
    resource,
    ...shown,
    ...(filter ? { filter } : {}),
    ...(sort ? { sort } : {}),
    ...(created === undefined ? {} : { first: created }),
  };
}
