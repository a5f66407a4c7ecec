"use client";
import { useSyncExternalStore } from "react";

/** What stands behind the # of the address: the page's own place, that links and the back button know. */
export function useHash(): string {
  return useSyncExternalStore(
    subscribe,
    () => location.hash.slice(1),
    () => "",
  );
}

function subscribe(listener: () => void): () => void {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
