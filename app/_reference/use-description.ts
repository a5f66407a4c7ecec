"use client";
import { useEffect, useState } from "react";
import type { Description } from "./description";

/** The API's description, once it's here; "failed" where it didn't come. */
export function useDescription(): { description: Description | "failed" | null; again: () => void } {
  const [description, setDescription] = useState<Description | "failed" | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again.
  useEffect(() => {
    const controller = new AbortController();
    read(controller.signal).then(setDescription, () => {
      if (!controller.signal.aborted) setDescription("failed");
    });
    return () => controller.abort();
  }, [attempt]);
  const again = () => {
    setDescription(null);
    setAttempt(attempt + 1);
  };
  return { description, again };
}

async function read(signal: AbortSignal): Promise<Description> {
  const answer = await fetch("/2.0/openapi.json", { signal });
  if (!answer.ok) throw new Error(`The description was answered with ${answer.status}.`);
  return answer.json();
}
