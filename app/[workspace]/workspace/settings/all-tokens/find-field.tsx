"use client";
import { SearchField } from "@/app/_access-tokens/search-field";
import { type Shown, shownHref } from "./address";

/** Finds by name among what is shown. */
export function FindField({ shown, base }: { shown: Shown; base: string }) {
  return (
    <SearchField
      search={shown.search}
      state={shown.state}
      href={(search) => shownHref(base, { ...shown, search, page: 1 })}
    />
  );
}
