"use client";
import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** Whether the page listens by now: what is done before that shows, and is heard by nobody. */
export function useListens(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
