"use client";
import { useEffect, useRef } from "react";

/** Gives the focus to what was named last, where it goes with the component that had it. */
export function useLeavesFocus(): (to: HTMLElement | null) => void {
  const next = useRef<HTMLElement | null>(null);
  useEffect(
    () => () => {
      if (document.activeElement === document.body) next.current?.focus();
    },
    [],
  );
  return (to) => {
    next.current = to;
  };
}
