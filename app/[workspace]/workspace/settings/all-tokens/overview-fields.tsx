"use client";
import { listHref, type Shown } from "@/app/_access-tokens/list-address";
import { FilterField, SortField } from "@/app/_access-tokens/list-fields";
import { SearchField } from "@/app/_access-tokens/search-field";
import type { TokenFilter } from "@/lib/access-tokens/list-input";

/** Narrows, orders and finds among what is shown; all of it goes into the address. Wide screens have links to narrow. */
export function OverviewFields({
  shown,
  base,
  filters,
}: {
  shown: Shown;
  base: string;
  filters: Record<TokenFilter, number>;
}) {
  const href = (change: Partial<Shown>) => listHref(base, { ...shown, page: 1, ...change });
  return (
    <>
      {shown.state === "active" ? (
        <div className="grid flex-[1_1_100%] phone:hidden">
          <FilterField shown={shown} href={href} counts={filters} />
        </div>
      ) : null}
      <SortField shown={shown} href={href} />
      <SearchField search={shown.search} href={(search) => href({ search })} state={shown.state} />
    </>
  );
}
