"use client";
import { useSyncExternalStore } from "react";

/** Whether the page is too narrow for two columns of code. On the server it isn't. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(query).matches,
    () => false,
  );
}

// Below it tables are cards, too.
const query = "(max-width: 860px)";

function subscribe(listener: () => void): () => void {
  const list = matchMedia(query);
  list.addEventListener("change", listener);
  return () => list.removeEventListener("change", listener);
}
