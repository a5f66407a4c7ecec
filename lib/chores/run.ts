import { setTimeout as pause } from "node:timers/promises";
import { Logger, parseCronItems, type Runner, run } from "graphile-worker";
import { openPool } from "@/db/client";
import { isMigrated } from "@/db/migrate";
import { isUnavailable } from "../errors";
import { log } from "../log";
import { schedule, tasks } from "./tasks";

/** Targets of webhooks may take their time; mails don't wait for them all. */
const concurrency = 6;
const pollInterval = 5_000;
const shortestPauseMs = 1_000;
const longestPauseMs = 30_000;
const notYetMs = 500;
const stopWithinMs = 10_000;

/** What the queue says, in our log. Its every job is no news; a job that fails is, and is tried again. */
export const queueLog = new Logger(() => (level, message) => {
  if (level === "error" || level === "warning") log.warn({ queue: message }, "the job queue had a problem");
  else log.debug({ queue: message }, "the job queue");
});

/**
 * Takes jobs from the queue and does the chores, beside any other process that does. A database that goes away ends
 * neither this nor the process: it starts anew until it is stopped. Gives the function that stops it, once the jobs
 * under way are done.
 */
export function startChores(): () => Promise<void> {
  const pool = openPool({ max: concurrency + 2 });
  const stopping = new AbortController();
  let runner: Runner | null = null;

  async function keepRunning(): Promise<void> {
    for (let pauseMs = shortestPauseMs; !stopping.signal.aborted; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      try {
        if (!(await isMigrated(pool))) {
          await pause(notYetMs, undefined, { signal: stopping.signal });
          pauseMs = shortestPauseMs;
          continue;
        }
        runner = await run({
          pgPool: pool,
          taskList: tasks,
          parsedCronItems: parseCronItems(schedule),
          concurrency,
          pollInterval,
          noHandleSignals: true,
          logger: queueLog,
        });
        if (stopping.signal.aborted) await runner.stop();
        else pauseMs = shortestPauseMs;
        await runner.promise;
      } catch (error) {
        if (stopping.signal.aborted) return;
        // The requests that fail with it say so louder.
        if (isUnavailable(error)) log.debug({ error }, "the job queue waits for the database");
        else log.warn({ error }, "the job queue ended");
      }
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = keepRunning();
  return async () => {
    stopping.abort();
    const stopped = Promise.all([running, runner?.stop().catch(() => undefined)]).then(() => pool.end());
    await Promise.race([stopped, pause(stopWithinMs, undefined, { ref: false })]);
  };
}
