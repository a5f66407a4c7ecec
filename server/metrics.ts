import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { stayingGitProcesses } from "@/lib/git/objects";
import { runningGitProcesses } from "@/lib/git/run";

/** No label carries a name of a tenant, a token or a path: what is measured is this server, not its customers. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export type Entrance = "rest" | "git" | "web" | "open";

const requests = new Counter({
  name: "latchkey_requests_total",
  help: "Requests answered.",
  labelNames: ["entrance", "status"],
  registers: [metrics],
  collect: (): void => handOver(requestTallies.values()),
});

const durations = new Histogram({
  name: "latchkey_request_duration_seconds",
  help: "Time from a request's head to the end of its answer.",
  labelNames: ["entrance"],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
  registers: [metrics],
});

const verifications = new Counter({
  name: "latchkey_verifications_total",
  help: "Access tokens presented, by verdict.",
  labelNames: ["verdict"],
  registers: [metrics],
  collect: (): void => handOver(Object.values(countVerification)),
});

new Gauge({
  name: "latchkey_git_processes",
  help: "git processes that are at work.",
  registers: [metrics],
  collect() {
    this.set(runningGitProcesses());
  },
});

new Gauge({
  name: "latchkey_git_readers",
  help: "git processes that stay to read objects, at work or not.",
  registers: [metrics],
  collect() {
    this.set(stayingGitProcesses());
  },
});

/** Counts for itself until the counter is asked for: the library looks the labels up anew on each call, on every request. */
class Tally {
  private count = 0;
  constructor(private readonly counter: { inc: (by: number) => void }) {}

  inc(): void {
    this.count += 1;
  }

  handOver(): void {
    this.counter.inc(this.count);
    this.count = 0;
  }
}

function handOver(tallies: Iterable<Tally>): void {
  for (const tally of tallies) tally.handOver();
}

const requestTallies = new Map<string, Tally>();
const durationObservers = new Map<Entrance, { observe: (seconds: number) => void }>();

export function countRequest(entrance: Entrance, status: number, milliseconds: number): void {
  const statusClass = `${Math.floor(status / 100)}xx`;
  const key = entrance + statusClass;
  let tally = requestTallies.get(key);
  if (!tally) {
    tally = new Tally(requests.labels(entrance, statusClass));
    requestTallies.set(key, tally);
  }
  let observer = durationObservers.get(entrance);
  if (!observer) {
    observer = durations.labels(entrance);
    durationObservers.set(entrance, observer);
  }
  tally.inc();
  observer.observe(milliseconds / 1000);
}

export const countVerification = {
  accepted: new Tally(verifications.labels("accepted")),
  refused: new Tally(verifications.labels("refused")),
  unavailable: new Tally(verifications.labels("unavailable")),
};
