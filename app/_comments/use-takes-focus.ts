"use client";
import { type RefObject, useEffect, useRef } from "react";

/** Gives the focus to what comes in the place of a button, once it is shown: where `expect` was called, as the button is pressed. */
export function useTakesFocus<Element extends HTMLElement>(
  shown: boolean,
): { ref: RefObject<Element | null>; expect: () => void } {
  const ref = useRef<Element>(null);
  const expected = useRef(false);
  useEffect(() => {
    if (shown && expected.current) ref.current?.focus();
    expected.current = false;
  }, [shown]);
  return {
    ref,
    expect: () => {
      expected.current = true;
    },
  };
}
