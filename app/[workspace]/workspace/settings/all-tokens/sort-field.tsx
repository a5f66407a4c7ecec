"use client";
import { useRouter } from "next/navigation";
import { sortChoices } from "@/app/_access-tokens/list-choices";
import { Select } from "@/components/ui/select";
import type { TokenSort } from "@/lib/access-tokens/list-input";
import { type Shown, shownHref } from "./address";

/** The order of the list; the choice goes into the address. */
export function SortField({ shown, base }: { shown: Shown; base: string }) {
  const router = useRouter();
  const choices = sortChoices(shown.state);
  const usual = choices[0]?.[0];
  return (
    <Select
      aria-label="Order"
      className="flex-[1_1_12rem]"
      value={shown.sort ?? usual}
      onChange={(event) => {
        const sort = event.target.value as TokenSort;
        router.push(shownHref(base, { ...shown, sort: sort === usual ? undefined : sort, page: 1 }), { scroll: false });
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
