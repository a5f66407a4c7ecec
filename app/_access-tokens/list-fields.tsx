"use client";
import { useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { type TokenFilter, tokenFilters } from "@/lib/access-tokens/list-input";
import type { Shown } from "./list-address";
import { filterLabels, sortChoices } from "./list-choices";

type Props = { shown: Shown; href: (change: Partial<Shown>) => string };

const width = "flex-[0_1_13rem] max-phone:flex-[1_1_8rem]";

/** Narrows the active tokens to a sort of them; the choice goes into the address. `counts`: how many each leaves. */
export function FilterField({ shown, href, counts }: Props & { counts?: Record<TokenFilter, number> }) {
  const router = useRouter();
  if (shown.state === "inactive") return null;
  return (
    <Select
      aria-label="Filter"
      className={width}
      value={shown.filter ?? ""}
      onChange={(event) => {
        const filter = tokenFilters.find((each) => each === event.target.value);
        router.push(href({ filter }), { scroll: false });
      }}
    >
      <option value="">All active tokens</option>
      {tokenFilters.map((filter) => (
        <option key={filter} value={filter}>
          {filterLabels[filter]}
          {counts ? ` (${counts[filter].toLocaleString("en")})` : null}
        </option>
      ))}
    </Select>
  );
}

/** The order of the list; the choice goes into the address. */
export function SortField({ shown, href }: Props) {
  const router = useRouter();
  const choices = sortChoices(shown.state);
  const usual = choices[0]?.[0];
  return (
    <Select
      aria-label="Order"
      className={width}
      value={shown.sort ?? usual}
      onChange={(event) => {
        const sort = choices.map(([choice]) => choice).find((choice) => choice === event.target.value);
        router.push(href({ sort: sort === usual ? undefined : sort }), { scroll: false });
      }}
    >
      {choices.map(([sort, label]) => (
        <option key={sort} value={sort}>
          {label}
        </option>
      ))}
    </Select>
  );
}
