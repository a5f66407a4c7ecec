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
      serializers: { error: loggedError, err: loggedError },
    },
    destination,
  );
}

/** An error as it is logged, with its causes: without the values of queries that failed, password hashes among them. */
function loggedError(error: Error): unknown {
  return withoutQueryValues(pino.stdSerializers.errWithCause(error));
}

function withoutQueryValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutQueryValues);
  if (!isSerializedError(value)) return value;
  // PostgreSQL puts whole rows into the detail.
  const { params: _, query: __, detail: ___, message, stack, ...rest } = value;
  const [told = ""] = message.split("\nparams:", 1);
  const parts = Object.entries(rest).map(([name, part]) => [name, withoutQueryValues(part)]);
  // The stack begins with the message; where it is another one, what follows the values goes too.
  const calls = stack?.replace(message, () => told).split("\nparams:", 1)[0];
  return { ...Object.fromEntries(parts), message: told, stack: calls };
}

type SerializedError = { message: string; stack?: string; [part: string]: unknown };

function isSerializedError(value: unknown): value is SerializedError {
  if (typeof value !== "object" || value === null || value instanceof Error) return false;
  const { message, stack } = value as Record<string, unknown>;
  return typeof message === "string" && (stack === undefined || typeof stack === "string");
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
