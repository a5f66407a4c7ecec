import pino from "pino";
import { env } from "./env";
import { scrub } from "./log-scrubber";

const output = pino.destination({ dest: 1, sync: false });
const gatherUpTo = 8_192;
let gathered = "";
setInterval(release, 500).unref();
process.once("exit", flushLog);

/** The log of this process: JSON, a line for each event. Every line passes through the scrubber on its way out. */
export const log = createLog({ write: gather });

export function createLog(destination: { write: (line: string) => void }, level: string = env.logLevel): pino.Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.errWithCause },
    },
    { write: (line) => destination.write(scrub(line)) },
  );
}

/** Lines go out in batches, so that no request waits for its own; handing each to the destination costs ten times this. */
function gather(line: string): void {
  gathered += line;
  if (gathered.length >= gatherUpTo) release();
}

function release(): void {
  if (gathered === "") return;
  const lines = gathered;
  gathered = "";
  output.write(lines);
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
