"use client";
import { listHref, type Shown } from "@/app/_access-tokens/list-address";
import { SortField } from "@/app/_access-tokens/list-fields";
import { SearchField } from "@/app/_access-tokens/search-field";

/** Orders and finds among what is shown; both go into the address. */
export function OverviewFields({ shown, base }: { shown: Shown; base: string }) {
  const href = (change: Partial<Shown>) => listHref(base, { ...shown, page: 1, ...change });
  return (
    <>
      <SortField shown={shown} href={href} />
      <SearchField search={shown.search} href={(search) => href({ search })} state={shown.state} />
    </>
  );
}
