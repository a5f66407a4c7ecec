"use client";
import { createContext, type ReactNode, useContext, useSyncExternalStore } from "react";

type Moment = { now: number; zone: string };

const ServerMoment = createContext<Moment>({ now: 0, zone: "UTC" });

/**
 * The time as the server saw it when it drew the page. The first render in the browser uses it too, so that both agree;
 * after that the browser's own clock and zone take over.
 */
export function ClockProvider({ now, children }: { now: number; children: ReactNode }) {
  return <ServerMoment value={{ now, zone: "UTC" }}>{children}</ServerMoment>;
}

/** The time, brought up to date every half minute, and the viewer's zone. */
export function useMoment(): Moment {
  const server = useContext(ServerMoment);
  return useSyncExternalStore(subscribe, browserMoment, () => server);
}

let current: Moment | undefined;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function browserMoment(): Moment {
  current ??= readMoment();
  return current;
}

function readMoment(): Moment {
  return { now: Date.now(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = readMoment();
    for (const notify of listeners) notify();
  }, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    current = undefined;
  };
}
