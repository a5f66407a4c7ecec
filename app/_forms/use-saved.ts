"use client";
import { useCallback, useState } from "react";

/** Whether "Saved" stands beside the button: from the answer to the next change. */
export function useSaved(): { shown: boolean; show: () => void; hide: () => void } {
  const [shown, setShown] = useState(false);
  return { shown, show: useCallback(() => setShown(true), []), hide: useCallback(() => setShown(false), []) };
}
