"use client";
import { unstable_rethrow } from "next/navigation";
import { useState, useTransition } from "react";
import { announce } from "@/components/ui/live-region";
import type { FormState } from "./form-state";

/** Runs one action of a row's menu at a time. What it was refused for stands above the list until the next one. */
export function useRowAction() {
  const [message, setMessage] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  function run(action: () => Promise<FormState>, onDone?: () => void) {
    if (pending) return;
    startTransition(async () => {
      const refusal = await refusalOf(action);
      setMessage(refusal);
      if (refusal === null) onDone?.();
      else announce(refusal);
    });
  }
  return { run, pending, message };
}

async function refusalOf(action: () => Promise<FormState>): Promise<string | null> {
  try {
    const state = await action();
    if (state.status !== "failed") return null;
    return state.message ?? Object.values(state.fields).flat().join(" ");
  } catch (error) {
    unstable_rethrow(error);
    return "Nothing was changed: the server could not be reached, or failed. Try again.";
  }
}
