import pino from "pino";
import { env } from "./env";
import { scrub } from "./log-scrubber";

const output = pino.destination({ dest: 1, sync: false });
const gatherUpTo = 8_192;
let gathered = "";
let lastMs = 0;
let lastTimestamp = "";
setInterval(release, 500).unref();
process.once("exit", flushLog);

/** The log of this process: JSON, a line for each event. All lines pass through the scrubber on their way out. */
export const log = createLog({ write: gather });

/** A log that hands each line on as it is: the destination scrubs what it lets out. */
export function createLog(destination: { write: (line: string) => void }, level: string = env.logLevel): pino.Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    destination,
  );
}

/** Lines go out in batches, so that no request waits for its own, and are scrubbed so: each alone costs twice as much. */
function gather(line: string): void {
  gathered += line;
  if (gathered.length >= gatherUpTo) release();
}

function release(): void {
  if (gathered === "") return;
  const lines = gathered;
  gathered = "";
  output.write(scrub(lines));
}

/** The time as ISO 8601, written out once for each millisecond. */
function timestamp(): string {
  const now = Date.now();
  if (now !== lastMs) {
    lastMs = now;
    lastTimestamp = `,"time":"${new Date(now).toISOString()}"`;
  }
  return lastTimestamp;
}

/** Writes out what is gathered; for the end of the process. */
export function flushLog(): void {
  try {
    release();
    output.flushSync();
  } catch {
    // Nothing was ever written, or the other end is gone: there's nobody to tell.
  }
}
